import { useState } from 'react'
import { useLocation } from 'wouter'
import type { Failure } from '../../contract/failure.ts'
import type { TunnelState } from '../../contract/tunnel-state.ts'
import { hostKeySourceWords } from '../../words/failure-text.ts'
import { hostAndPort } from '../../words/forward-words.ts'
import { hostKeyCommand } from '../../words/host-key-command.ts'
import { localeTags } from '../../words/language.ts'
import { printable } from '../../words/printable.ts'
import { Button } from '../components/button.tsx'
import { Copyable } from '../components/copy-button.tsx'
import { Acts } from '../components/dialog.tsx'
import { Empty } from '../components/empty.tsx'
import { LinkButton } from '../components/link-button.tsx'
import { FailureNotice, Notice } from '../components/notice.tsx'
import { say } from '../components/toasts.tsx'
import { Page, Section } from '../layout/page.tsx'
import { call } from '../postern-client.ts'
import { useAct } from '../state/use-act.ts'
import { useWindowState } from '../state/window-state.ts'
import { useWords } from '../state/words.tsx'
import { CompareInput } from './compare-input.tsx'
import { Fingerprint } from './fingerprint.tsx'

type Changed = Extract<Failure, { code: 'host-key-changed' }>

const changeOf = (state: TunnelState | undefined): Changed | undefined =>
  state !== undefined && 'failure' in state && state.failure.code === 'host-key-changed' ? state.failure : undefined

/**
 * The page for a server whose host key has changed. To go on, the person pastes the whole fingerprint that the administrator sent.
 *
 * SECURITY: no button here trusts the new key by a click alone, since an attacker between the person and the server relies on that click.
 */
export const ChangedHostKeyPage = ({ accountId }: { readonly accountId: string }) => {
  const { t } = useWords()
  const state = useWindowState(({ tunnels }) => tunnels.find((tunnel) => tunnel.accountId === accountId)?.state)
  const changed = changeOf(state)
  const back = `/accounts/${accountId}`
  return (
    <Page title={t('hostTrust.changed.title')} back={back}>
      {changed === undefined ? (
        <Empty title={t('hostTrust.changed.none')}>
          <LinkButton to={back}>{t('hostTrust.changed.toAccount')}</LinkButton>
        </Empty>
      ) : (
        <ChangedKey accountId={accountId} changed={changed} />
      )}
    </Page>
  )
}

const ChangedKey = ({ accountId, changed }: { readonly accountId: string; readonly changed: Changed }) => {
  const { t, language } = useWords()
  const { host, port, keyType, fingerprint, known, source, since } = changed
  return (
    <>
      <Notice look="trouble" title={t('hostTrust.changed.what', { server: hostAndPort(host, port) })}>
        <p>{t('hostTrust.changed.stopped')}</p>
      </Notice>
      <Section title={t('hostTrust.changed.known')}>
        {known.map((one) => (
          <Copyable key={one} text={one} what={t('hostTrust.fingerprint')} />
        ))}
        <p className="quiet">
          {source.kind === 'account'
            ? t('hostTrust.changed.knownPinned')
            : since === undefined
              ? t('hostTrust.changed.knownFrom', { source: hostKeySourceWords(t, source) })
              : t('hostTrust.changed.knownSince', {
                  date: new Intl.DateTimeFormat(localeTags[language], { dateStyle: 'long', timeStyle: 'short' }).format(
                    new Date(since),
                  ),
                  source: hostKeySourceWords(t, source),
                })}
        </p>
      </Section>
      <Section title={t('hostTrust.changed.now')}>
        <Fingerprint fingerprint={fingerprint} keyType={printable(keyType)} />
      </Section>
      <Section title={t('hostTrust.changed.means')}>
        <p>{t('hostTrust.changed.harmless')}</p>
        <p>{t('hostTrust.changed.harmful')}</p>
        <p>{t('hostTrust.changed.ask')}</p>
        <Copyable text={hostKeyCommand(keyType)} what={t('hostTrust.command')} />
      </Section>
      <Replace accountId={accountId} changed={changed} />
    </>
  )
}

const Replace = ({ accountId, changed }: { readonly accountId: string; readonly changed: Changed }) => {
  const { t } = useWords()
  const { host, port, fingerprint, source } = changed
  const [, go] = useLocation()
  const [isSame, setSame] = useState(false)
  const replace = useAct(async () => {
    await call('replaceHostKey', { host, port, fingerprint })
    await call('retry', { accountId })
  })
  // The account's own pin is a setting of the account, and is changed there.
  if (source.kind === 'account')
    return (
      <Section title={t('hostTrust.changed.confirmed')}>
        <p>{t('hostTrust.changed.pinned')}</p>
        <div>
          <LinkButton to={`/accounts/${accountId}/edit`}>{t('hostTrust.changed.edit')}</LinkButton>
        </div>
      </Section>
    )
  return (
    <Section title={t('hostTrust.changed.confirmed')}>
      <CompareInput
        fingerprint={fingerprint}
        description={t('hostTrust.changed.paste')}
        onCompared={(comparison) => setSame(comparison === 'same')}
      />
      {replace.failure !== undefined && <FailureNotice failure={replace.failure} />}
      <Acts>
        <LinkButton to={`/accounts/${accountId}`}>{t('hostTrust.changed.leave')}</LinkButton>
        <Button
          isDisabled={!isSame || replace.isBusy}
          onPress={() => {
            void replace.run().then((done) => {
              if (!done) return
              say({ text: t('hostTrust.changed.done', { host: printable(host) }) })
              go(`/accounts/${accountId}`)
            })
          }}
        >
          {t('hostTrust.changed.replace')}
        </Button>
      </Acts>
    </Section>
  )
}
