import { Page } from '../layout/page.tsx'

export const LogPage = () => <Page title="LogPage">.</Page>
