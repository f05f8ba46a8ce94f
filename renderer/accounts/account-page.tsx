import { Page } from '../layout/page.tsx'

export const AccountPage = ({ accountId }: { readonly accountId: string }) => <Page title="AccountPage">{accountId}</Page>
