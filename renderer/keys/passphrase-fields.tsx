import { RadioInput } from '../components/radio-input.tsx'
import { SecretInput } from '../prompts/secret-input.tsx'
import { useWindowState } from '../state/window-state.ts'
import { useWords } from '../state/words.tsx'
import { passphraseProblem, type PassphraseEntry, type PassphraseKeeper } from './new-passphrase.ts'
import { useStrength } from './use-strength.ts'
import { Label, Meter } from 'react-aria-components'
import { strengthLevels, type Strength } from './passphrase-strength.ts'
import './strength-meter.css'

/** The strength of a passphrase: a bar, a word, and for a weak one the reason and a remedy. A screen reader reads each change. */
const StrengthMeter = ({ strength }: { readonly strength: Strength | undefined }) => {
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

/** The choice of the passphrase's holder, and the fields for a new passphrase, typed twice, with its strength. */
export const PassphraseFields = ({
  entry,
  onChange,
  keepers,
  known,
  isTried,
}: {
  readonly entry: PassphraseEntry
  readonly onChange: (entry: PassphraseEntry) => void
  /** The keepers on offer, the likely one first. */
  readonly keepers: readonly PassphraseKeeper[]
  /** Words that an attacker would try first: names, the server. */
  readonly known: readonly string[]
  /** Whether the person has pressed the button, so that a missing value now counts as wrong. */
  readonly isTried: boolean
}) => {
  const { t } = useWords()
  const keychain = useWindowState(({ about }) => about.keychain)
  const strength = useStrength(entry.keeper === 'asked' ? entry.first : '', known)
  const problem = isTried ? passphraseProblem(entry) : undefined
  return (
    <>
      <RadioInput
        label={t('keys.passphrase.label')}
        choices={keepers.map((keeper) => {
          const isOff = keeper === 'keychain' && keychain !== 'ready'
          return {
            value: keeper,
            name: t(`keys.passphrase.keeper.${keeper}`),
            description: isOff ? t(`keys.passphrase.noKeychain.${keychain}`) : t(`keys.passphrase.about.${keeper}`),
            isDisabled: isOff,
          }
        })}
        value={entry.keeper}
        onChange={(keeper) => onChange({ ...entry, keeper })}
      />
      {entry.keeper === 'asked' && (
        <>
          <SecretInput
            label={t('keys.passphrase.first')}
            value={entry.first}
            onChange={(first) => onChange({ ...entry, first })}
            error={problem === 'empty' ? t('keys.passphrase.empty') : undefined}
          />
          <StrengthMeter strength={strength} />
          <SecretInput
            label={t('keys.passphrase.second')}
            value={entry.second}
            onChange={(second) => onChange({ ...entry, second })}
            error={problem === 'different' ? t('keys.passphrase.different') : undefined}
          />
        </>
      )}
    </>
  )
}
