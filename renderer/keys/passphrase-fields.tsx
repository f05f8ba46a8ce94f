import { RadioInput } from '../components/radio-input.tsx'
import { SecretInput } from '../prompts/secret-input.tsx'
import { useWindowState } from '../state/window-state.ts'
import { useWords } from '../state/words.tsx'
import { passphraseProblem, type PassphraseEntry, type PassphraseKeeper } from './new-passphrase.ts'
import { StrengthMeter } from './strength-meter.tsx'
import { useStrength } from './use-strength.ts'

/** Who is to hold a key's passphrase, and the new one typed twice and judged. */
export const PassphraseFields = ({
  entry,
  onChange,
  keepers,
  known,
  isTried,
}: {
  readonly entry: PassphraseEntry
  readonly onChange: (entry: PassphraseEntry) => void
  /** Which are offered, the likely one first. */
  readonly keepers: readonly PassphraseKeeper[]
  /** What somebody who guesses would try: names, the server. */
  readonly known: readonly string[]
  /** Whether the person has said that they are done, so that what is missing is wrong. */
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
