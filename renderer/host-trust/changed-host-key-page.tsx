import { Page } from '../layout/page.tsx'

export const ChangedHostKeyPage = ({ accountId }: { readonly accountId: string }) => (
  <Page title="ChangedHostKeyPage">{accountId}</Page>
)
