import { useWords } from '../state/words.tsx'
import { ChoiceSetting } from './choice-setting.tsx'
import { exactDuration, lingerChoices } from './seconds.ts'
import { useSetting } from './use-setting.ts'

const never = 'never'

/** How long a connection that a mail app woke stays up after the last one hung up (recipe R5). */
export const LingerSetting = () => {
  const { t, language } = useWords()
  const { value, change, ...setting } = useSetting('lingerSeconds')
  const keyOf = (seconds: number | null): string => (seconds === null ? never : String(seconds))
  return (
    <ChoiceSetting
      setting={{ ...setting, value: keyOf(value), change: (key) => change(key === never ? null : Number(key)) }}
      label={t('settings.lingerSeconds.label')}
      description={t('settings.lingerSeconds.description')}
      choices={lingerChoices(value).map((seconds) => ({
        value: keyOf(seconds),
        name: seconds === null ? t('settings.lingerSeconds.never') : exactDuration(seconds, language),
      }))}
    />
  )
}
