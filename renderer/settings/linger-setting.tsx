import { useWords } from '../state/words.tsx'
import { ChoiceSetting } from './choice-setting.tsx'
import { lingerChoices, lingerKey, lingerOfKey } from './linger-key.ts'
import { exactDuration } from './seconds.ts'
import { useSetting } from './use-setting.ts'

/** How long a connection that a mail app woke stays up after the last one hung up (recipe R5), where its account says nothing else. */
export const LingerSetting = () => {
  const { t, language } = useWords()
  const { value, change, ...setting } = useSetting('lingerSeconds')
  return (
    <ChoiceSetting
      setting={{ ...setting, value: lingerKey(value), change: (key) => change(lingerOfKey(key) ?? null) }}
      label={t('settings.lingerSeconds.label')}
      description={t('settings.lingerSeconds.description')}
      choices={lingerChoices(value).map((seconds) => ({
        value: lingerKey(seconds),
        name: seconds === null ? t('settings.lingerSeconds.never') : exactDuration(seconds, language),
      }))}
    />
  )
}
