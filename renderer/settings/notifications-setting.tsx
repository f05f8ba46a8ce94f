import { SettingsSchema } from '../../contract/settings.ts'
import { useWindowState } from '../state/window-state.ts'
import { useWords } from '../state/words.tsx'
import { ChoiceSetting } from './choice-setting.tsx'
import { useSetting } from './use-setting.ts'

const choices = SettingsSchema.shape.notifications.unwrap().options

/** What the desktop tells of. A page in a browser tells nothing, whatever the setting. */
export const NotificationsSetting = () => {
  const { t } = useWords()
  const shell = useWindowState(({ desktop }) => desktop.shell)
  const setting = useSetting('notifications')
  if (shell === 'browser') return <p className="quiet">{t('settings.notifications.unavailable')}</p>
  return (
    <ChoiceSetting
      setting={setting}
      label={t('settings.notifications.label')}
      description={t('settings.notifications.description')}
      choices={choices.map((value) => ({ value, name: t(`settings.notifications.${value}`) }))}
    />
  )
}
