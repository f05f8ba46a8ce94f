import { Page } from '../layout/page.tsx'

export const ProtectsPage = ({ accountId }: { readonly accountId: string }) => <Page title="ProtectsPage">{accountId}</Page>
