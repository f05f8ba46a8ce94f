import { Label, Meter } from 'react-aria-components'
import { useWords } from '../state/words.tsx'
import { strengthLevels, type Strength } from './passphrase-strength.ts'
import './strength-meter.css'

/** How hard the passphrase is to guess: a bar, its word, and for a weak one why it is and what to do. Read out when it changes. */
export const StrengthMeter = ({ strength }: { readonly strength: Strength | undefined }) => {
  const { t } = useWords()
  const place = strength === undefined ? 0 : strengthLevels.indexOf(strength.level) + 1
  const word = strength === undefined ? t('keys.strength.none') : t(`keys.strength.level.${strength.level}`)
  return (
    <div className={`strength-meter strength-meter-${strength?.level ?? 'none'}`}>
      <Meter value={place} maxValue={strengthLevels.length} valueLabel={word}>
        <div className="strength-meter-head">
          <Label>{t('keys.strength.label')}</Label>
          <strong>{word}</strong>
        </div>
        <div className="strength-meter-bar" aria-hidden="true">
          {strengthLevels.map((level, index) => (
            <span key={level} className={index < place ? 'strength-meter-full' : ''} />
          ))}
        </div>
      </Meter>
      <p role="status" className="strength-meter-why">
        {strength !== undefined && <span className="unseen">{t('keys.strength.spoken', { level: word })} </span>}
        {strength?.weakness !== undefined && `${t(`keys.strength.why.${strength.weakness}`)} ${t('keys.strength.next')}`}
      </p>
    </div>
  )
}
