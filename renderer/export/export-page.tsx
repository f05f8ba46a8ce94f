import type { Account } from '../../contract/account.ts'
import { AccountGone } from '../accounts/account-page.tsx'
import { Button } from '../components/button.tsx'
import { CopyButton } from '../components/copy-button.tsx'
import { FailureNotice } from '../components/notice.tsx'
import { Page, Section } from '../layout/page.tsx'
import { useAccount } from '../state/use-tunnel.ts'
import { useRequest } from '../state/use-request.ts'
import { useWords } from '../state/words.tsx'
import './export-page.css'

/** The export of an account for OpenSSH: the same tunnel without Postern. */
export const ExportPage = ({ accountId }: { readonly accountId: string }) => {
  const account = useAccount(accountId)
  return account === undefined ? <AccountGone /> : <ExportShown account={account} />
}

const ExportShown = ({ account }: { readonly account: Account }) => {
  const { t } = useWords()
  const { answer, failure, again } = useRequest('exportAccount', { accountId: account.id })
  return (
    <Page title={t('export.title')} back={`/accounts/${account.id}`}>
      <p>{t('export.about', { account: account.name })}</p>
      {failure !== undefined && (
        <FailureNotice failure={failure}>
          <Button onPress={again}>{t('common.tryAgain')}</Button>
        </FailureNotice>
      )}
      {answer === undefined && failure === undefined && <p className="quiet">{t('export.loading')}</p>}
      {answer !== undefined && (
        <>
          <Exported title={t('export.hostBlock')} use={t('export.hostBlockUse')} text={answer.hostBlock} />
          <Exported title={t('export.command')} use={t('export.commandUse')} text={answer.commandLine} />
        </>
      )}
    </Page>
  )
}

const Exported = ({ title, use, text }: { readonly title: string; readonly use: string; readonly text: string }) => (
  <Section title={title} acts={<CopyButton text={text} what={title} />}>
    <p className="quiet">{use}</p>
    <pre className="export-page-text">{text}</pre>
  </Section>
)
