import { Page } from '../layout/page.tsx'

export const KnownHostsPage = () => <Page title="KnownHostsPage">.</Page>
