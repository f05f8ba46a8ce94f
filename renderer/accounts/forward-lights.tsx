import type { Lights } from '../../contract/tunnel-state.ts'
import { useWords } from '../state/words.tsx'
import './forward-lights.css'
import { lightsOf, type Light } from './light-words.ts'

/** A full disc, a ring, a cross: told apart without their colours. */
const LightShape = ({ look }: { readonly look: Light['look'] }) => (
  <svg className={`forward-lights-shape forward-lights-${look}`} width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
    {look === 'ok' && <circle cx="6" cy="6" r="5" fill="currentColor" />}
    {look === 'quiet' && <circle cx="6" cy="6" r="4" fill="none" stroke="currentColor" strokeWidth="1.5" />}
    {look === 'trouble' && <path d="M2 2l8 8M10 2l-8 8" stroke="currentColor" strokeWidth="2.5" />}
  </svg>
)

export const ForwardLights = ({ lights }: { readonly lights: Lights }) => {
  const { t } = useWords()
  return (
    <ul className="forward-lights" aria-label={t('accounts.lights')}>
      {lightsOf(t, lights).map(({ name, look, words }) => (
        <li key={name} className="forward-lights-light">
          <LightShape look={look} />
          {words}
        </li>
      ))}
    </ul>
  )
}
