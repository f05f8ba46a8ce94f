import { Page } from '../layout/page.tsx'

export const AccountsPage = () => <Page title="AccountsPage">.</Page>
