import { Page } from '../../layout/page.tsx'

export const NewAccountPage = () => <Page title="New">x</Page>
export const AccountEditorPage = ({ accountId }: { readonly accountId: string }) => <Page title="Edit">{accountId}</Page>
