import { useState } from 'react'
import type { KnownHost } from '../../contract/host-key.ts'
import { localeTags } from '../../words/language.ts'
import { printable } from '../../words/printable.ts'
import { Button } from '../components/button.tsx'
import { Copyable } from '../components/copy-button.tsx'
import { Empty } from '../components/empty.tsx'
import { FailureNotice } from '../components/notice.tsx'
import { RemoveDialog } from '../components/remove-dialog.tsx'
import { say } from '../components/toasts.tsx'
import { Page, Section } from '../layout/page.tsx'
import { call } from '../postern-client.ts'
import { useRequest } from '../state/use-request.ts'
import { useWords } from '../state/words.tsx'
import './known-hosts-page.css'
import './trust-list.css'

/**
 * Every host key that Postern trusts or must not trust. The keys of Postern's own file can be removed here; those of OpenSSH's files are
 * only shown.
 */
export const KnownHostsPage = () => {
  const { t } = useWords()
  const [leaving, setLeaving] = useState<KnownHost>()
  const { answer: hosts, failure, again } = useRequest('listKnownHosts', {})

  const own = hosts?.filter(({ ours }) => ours) ?? []
  const others = hosts?.filter(({ ours }) => !ours) ?? []
  return (
    <Page title={t('nav.knownHosts')} back="/">
      <p>{t('hostTrust.list.about')}</p>
      {failure !== undefined && (
        <FailureNotice failure={failure}>
          <Button onPress={again}>{t('common.tryAgain')}</Button>
        </FailureNotice>
      )}
      {hosts === undefined && failure === undefined && <p className="quiet">{t('hostTrust.list.loading')}</p>}
      {hosts?.length === 0 && (
        <Empty title={t('hostTrust.list.empty')}>
          <p>{t('hostTrust.list.emptyNext')}</p>
        </Empty>
      )}
      {own.length > 0 && (
        <Section title={t('hostTrust.list.own')}>
          <KnownHostList hosts={own} onRemove={setLeaving} />
        </Section>
      )}
      {others.length > 0 && (
        <Section title={t('hostTrust.list.others')}>
          <p className="quiet">{t('hostTrust.list.othersAbout')}</p>
          <KnownHostList hosts={others} />
        </Section>
      )}
      {leaving !== undefined && (
        <RemoveDialog
          title={t('hostTrust.remove.title', { host: printable(leaving.host) })}
          act={t('hostTrust.remove.act')}
          remove={() => call('removeKnownHost', { host: leaving.host })}
          onClose={() => setLeaving(undefined)}
          onRemoved={() => {
            setLeaving(undefined)
            say({ text: t('hostTrust.remove.done', { host: printable(leaving.host) }) })
            again()
          }}
        >
          {t('hostTrust.remove.what')}
        </RemoveDialog>
      )}
    </Page>
  )
}

const KnownHostList = ({
  hosts,
  onRemove,
}: {
  readonly hosts: readonly KnownHost[]
  readonly onRemove?: (host: KnownHost) => void
}) => (
  <ul className="trust-list">
    {hosts.map((host) => (
      <KnownHostRow key={`${host.file}:${host.line}`} host={host} onRemove={onRemove} />
    ))}
  </ul>
)

const KnownHostRow = ({
  host,
  onRemove,
}: {
  readonly host: KnownHost
  readonly onRemove: ((host: KnownHost) => void) | undefined
}) => {
  const { t, language } = useWords()
  const name = host.host.startsWith('|1|') ? t('hostTrust.list.hashed') : printable(host.host)
  return (
    <li className="trust-list-row">
      <div className="trust-list-head">
        <strong>{name}</strong>
        {onRemove !== undefined && (
          <Button look="quiet" onPress={() => onRemove(host)} aria-label={t('hostTrust.list.removeWhich', { host: name })}>
            {t('common.remove')}
          </Button>
        )}
      </div>
      {host.marker !== undefined && <p className="known-hosts-marker">{t(`hostTrust.marker.${host.marker}`)}</p>}
      <p className="quiet">{printable(host.keyType)}</p>
      <Copyable text={host.fingerprint} what={t('hostTrust.fingerprint')} />
      <p className="quiet">
        {host.since === undefined
          ? t('hostTrust.list.where', { file: host.file, line: host.line })
          : t('hostTrust.list.since', {
              date: new Intl.DateTimeFormat(localeTags[language], { dateStyle: 'long' }).format(new Date(host.since)),
            })}
      </p>
    </li>
  )
}
