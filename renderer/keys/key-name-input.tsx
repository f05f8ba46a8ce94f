import { TextInput } from '../components/text-input.tsx'
import { useWords } from '../state/words.tsx'
import { keyNameProblem } from './key-name.ts'

/** The name of a new key. A taken name is reported at once, other problems when the person presses the button. */
export const KeyNameInput = ({
  name,
  onChange,
  taken,
  isTried,
}: {
  readonly name: string
  readonly onChange: (name: string) => void
  readonly taken: readonly string[]
  readonly isTried: boolean
}) => {
  const { t } = useWords()
  const problem = keyNameProblem(name, taken)
  return (
    <TextInput
      label={t('keys.name.label')}
      description={t('keys.name.about')}
      value={name}
      onChange={onChange}
      maxLength={64}
      error={problem !== undefined && (isTried || problem === 'taken') ? t(`keys.name.${problem}`) : undefined}
    />
  )
}
