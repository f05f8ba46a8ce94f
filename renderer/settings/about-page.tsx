import { Page } from '../layout/page.tsx'

export const AboutPage = () => <Page title="AboutPage">.</Page>
