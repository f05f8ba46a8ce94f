import { useController, useFormContext } from 'react-hook-form'
import { ChoiceInput, type Choice } from '../../components/choice.tsx'
import { asSettings, lingerChoices, lingerKey, lingerOfKey, type LingerKey } from '../../settings/linger-key.ts'
import { exactDuration } from '../../settings/seconds.ts'
import { useWindowState } from '../../state/window-state.ts'
import { useWords } from '../../state/words.tsx'
import type { AccountValues } from './account-values.ts'

/** The time for which the connection stays after the last mail app disconnected (recipe R5): that of the settings, or the account's own. */
export const LingerField = () => {
  const { t, language } = useWords()
  const { control, formState } = useFormContext<AccountValues>()
  const { field } = useController({ control, name: 'lingerSeconds' })
  const ofSettings = useWindowState(({ settings }) => settings.lingerSeconds)
  // The stored value can be chosen again after another one.
  const stored = formState.defaultValues?.lingerSeconds ?? asSettings
  const choices: readonly Choice<LingerKey>[] = [
    {
      value: asSettings,
      name:
        ofSettings === null
          ? t('editor.lingerNeverAsSettings')
          : t('editor.lingerAsSettings', { duration: exactDuration(ofSettings, language) }),
    },
    ...lingerChoices(lingerOfKey(stored)).map((seconds) => ({
      value: lingerKey(seconds),
      name: seconds === null ? t('settings.lingerSeconds.never') : exactDuration(seconds, language),
    })),
  ]
  return (
    <ChoiceInput
      label={t('editor.linger')}
      description={t('editor.lingerUse')}
      choices={choices}
      value={field.value}
      onChange={field.onChange}
    />
  )
}
