import { useState } from 'react'
import { useLocation } from 'wouter'
import { certificateCommand } from '../../words/certificate-command.ts'
import { hostAndPort } from '../../words/forward-words.ts'
import type { Translate } from '../../words/translate.ts'
import { printable } from '../../words/printable.ts'
import { Button } from '../components/button.tsx'
import { Copyable } from '../components/copy-button.tsx'
import { Acts } from '../components/dialog.tsx'
import { Empty } from '../components/empty.tsx'
import { LinkButton } from '../components/link-button.tsx'
import { FailureNotice, Notice } from '../components/notice.tsx'
import { say } from '../components/toasts.tsx'
import { CompareInput } from '../host-trust/compare-input.tsx'
import { Page, Section } from '../layout/page.tsx'
import { call } from '../postern-client.ts'
import { useAct } from '../state/use-act.ts'
import { useAccount, useTunnel } from '../state/use-tunnel.ts'
import { useWords } from '../state/words.tsx'
import { CertificateFacts } from './certificate-facts.tsx'
import { CertificateReasons } from './certificate-reasons.tsx'
import { refusedCertificateOf, type CertificateFailure, type RefusedCertificate } from './refused-certificate.ts'
import './refused-certificate-page.css'

/**
 * The page for a mail server whose certificate was refused: another one than the pinned, or one that nobody stands for. To go on, the person
 * pastes the whole fingerprint that the administrator sent.
 *
 * SECURITY: no button here trusts the certificate by a click alone, since an attacker before the mail server relies on that click.
 */
export const RefusedCertificatePage = ({ accountId }: { readonly accountId: string }) => {
  const { t } = useWords()
  const account = useAccount(accountId)
  const refused = useTunnel(accountId, (tunnel) => (account === undefined ? undefined : refusedCertificateOf(account, tunnel)))
  const back = `/accounts/${accountId}`
  return (
    <Page title={refused === undefined ? t('certificates.refused.page') : titleOf(t, refused.failure)} back={back}>
      {refused === undefined ? (
        <Empty title={t('certificates.refused.none')}>
          <LinkButton to={back}>{t('hostTrust.changed.toAccount')}</LinkButton>
        </Empty>
      ) : (
        <Refused key={refused.failure.certificate.fingerprint} accountId={accountId} refused={refused} />
      )}
    </Page>
  )
}

const titleOf = (t: Translate, { code }: CertificateFailure): string =>
  t(code === 'certificate-changed' ? 'certificates.changed.title' : 'certificates.refused.title')

/** The words of the page: a certificate that changed, or one that was never trusted. */
const kindOf = ({ code }: CertificateFailure): 'changed' | 'refused' => (code === 'certificate-changed' ? 'changed' : 'refused')

const Refused = ({ accountId, refused }: { readonly accountId: string; readonly refused: RefusedCertificate }) => {
  const { t } = useWords()
  const { failure, destinations } = refused
  const { certificate, name } = failure
  const servers = destinations.map(({ host, port }) => hostAndPort(printable(host), port)).join(', ')
  const isChanged = failure.code === 'certificate-changed'
  return (
    <>
      <Notice look="trouble" title={t(`certificates.${kindOf(failure)}.what`, { server: servers, name: printable(name) })}>
        <p>{t('certificates.refused.stopped')}</p>
      </Notice>
      <div className={isChanged ? 'refused-certificate-both' : undefined}>
        {isChanged && (
          <Section title={t('certificates.changed.pinned', { date: failure.pinnedAt })}>
            <CertificateFacts certificate={failure.pinned} />
          </Section>
        )}
        <Section title={t('certificates.refused.now')}>
          <CertificateFacts certificate={certificate} />
        </Section>
      </div>
      <Section title={t('hostTrust.changed.means')}>
        {failure.code === 'certificate-refused' && <CertificateReasons certificate={certificate} faults={failure.faults} />}
        <p>{t(`certificates.${kindOf(failure)}.harmless`)}</p>
        <p>{t('certificates.refused.harmful')}</p>
        <p>{t('certificates.refused.ask')}</p>
        <Copyable text={certificateCommand} what={t('hostTrust.command')} />
      </Section>
      <Trust accountId={accountId} refused={refused} />
    </>
  )
}

const Trust = ({ accountId, refused }: { readonly accountId: string; readonly refused: RefusedCertificate }) => {
  const { t } = useWords()
  const { failure, destinations } = refused
  const { fingerprint } = failure.certificate
  const [, go] = useLocation()
  const [isSame, setSame] = useState(false)
  const trust = useAct(async () => {
    for (const destination of destinations) await call('replaceCertificate', { destination, fingerprint })
  })
  return (
    <Section title={t('certificates.refused.confirmed')}>
      <CompareInput
        of="certificates"
        fingerprint={fingerprint}
        description={t('certificates.refused.paste')}
        onCompared={(comparison) => setSame(comparison === 'same')}
      />
      {trust.failure !== undefined && <FailureNotice failure={trust.failure} />}
      <Acts>
        <LinkButton to={`/accounts/${accountId}`}>{t('hostTrust.changed.leave')}</LinkButton>
        <Button
          isDisabled={!isSame || trust.isBusy}
          onPress={() => {
            void trust.run().then((done) => {
              if (!done) return
              say({ text: t('certificates.refused.done') })
              go(`/accounts/${accountId}`)
            })
          }}
        >
          {t(`certificates.${kindOf(failure)}.use`)}
        </Button>
      </Acts>
    </Section>
  )
}
