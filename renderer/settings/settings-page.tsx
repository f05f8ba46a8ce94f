import { Page } from '../layout/page.tsx'

export const SettingsPage = () => <Page title="SettingsPage">.</Page>
