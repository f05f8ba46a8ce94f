import { logLevels, SettingsSchema } from '../../contract/settings.ts'
import { Page, Section } from '../layout/page.tsx'
import { useWords } from '../state/words.tsx'
import { ChoiceSetting } from './choice-setting.tsx'
import { DataSection, KeychainSection } from './data-section.tsx'
import { LogInItemSetting } from './log-in-item-setting.tsx'
import { SecondsSetting } from './seconds-setting.tsx'
import { UpdateSetting } from './update-setting.tsx'
import { useSetting } from './use-setting.ts'
import { lingerChoices, lingerKey, lingerOfKey } from './linger-key.ts'
import { exactDuration, secondsSettings } from './seconds.ts'
import { useWindowState } from '../state/window-state.ts'

const { language: languageSchema, theme: themeSchema } = SettingsSchema.shape

/** Every setting, each in effect as soon as it is changed. */
export const SettingsPage = () => {
  const { t } = useWords()
  const language = useSetting('language')
  const theme = useSetting('theme')
  const logLevel = useSetting('logLevel')
  return (
    <Page title={t('nav.settings')} back="/">
      <p className="quiet">{t('settings.about')}</p>
      <Section title={t('settings.window')}>
        <ChoiceSetting
          setting={language}
          label={t('settings.language.label')}
          description={t('settings.language.description')}
          choices={languageSchema.unwrap().options.map((value) => ({ value, name: t(`settings.language.${value}`) }))}
        />
        <ChoiceSetting
          setting={theme}
          label={t('settings.theme.label')}
          description={t('settings.theme.description')}
          choices={themeSchema.unwrap().options.map((value) => ({ value, name: t(`settings.theme.${value}`) }))}
        />
      </Section>
      <Section title={t('settings.start')}>
        <LogInItemSetting />
      </Section>
      <Section title={t('settings.notifications.title')}>
        <NotificationsSetting />
      </Section>
      <Section title={t('settings.connection')}>
        <p className="quiet">{t('settings.connectionAbout')}</p>
        {secondsSettings.map((name) => (
          <SecondsSetting key={name} name={name} />
        ))}
        <LingerSetting />
      </Section>
      <Section title={t('nav.log')}>
        <ChoiceSetting
          setting={logLevel}
          label={t('settings.logLevel.label')}
          description={t('settings.logLevel.description')}
          choices={logLevels.map((value) => ({ value, name: t(`settings.logLevel.${value}`) }))}
        />
      </Section>
      <Section title={t('update.title')}>
        <UpdateSetting />
      </Section>
      <DataSection />
      <KeychainSection />
    </Page>
  )
}

/** The linger (recipe R5) of accounts without one of their own: the time from the last mail app's end to the end of the connection. */
const LingerSetting = () => {
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

const choices = SettingsSchema.shape.notifications.unwrap().options

/** The events that become desktop notifications. A page in a browser shows none, whatever the setting. */
const NotificationsSetting = () => {
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
