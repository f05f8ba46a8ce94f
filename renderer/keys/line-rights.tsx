import { SwitchInput } from '../components/switch-input.tsx'
import { Disclosure } from '../components/disclosure.tsx'
import { printable } from '../../words/printable.ts'
import { useWords } from '../state/words.tsx'

/** The rights of the key on the server in plain words, with the switch that lifts the restriction in a disclosure. */
export const LineRights = ({
  isRestricted,
  onChange,
  mailHosts,
}: {
  readonly isRestricted: boolean
  readonly onChange: (isRestricted: boolean) => void
  readonly mailHosts: readonly string[]
}) => {
  const { t, language } = useWords()
  const hosts = new Intl.ListFormat(language, { type: 'conjunction' }).format(
    mailHosts.map((host) => (host === 'localhost' ? t('keys.rights.itself') : printable(host))),
  )
  return (
    <div>
      <p>{isRestricted ? t('keys.rights.restricted', { hosts }) : t('keys.rights.full')}</p>
      <Disclosure title={t('keys.more')}>
        <SwitchInput isOn={isRestricted} onChange={onChange}>
          {t('keys.rights.switch')}
        </SwitchInput>
      </Disclosure>
    </div>
  )
}
