import { Page } from '../layout/page.tsx'

export const TrafficHistoryPage = ({ accountId }: { readonly accountId: string }) => (
  <Page title="TrafficHistoryPage">{accountId}</Page>
)
