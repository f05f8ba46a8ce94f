import { useState } from 'react'
import type { KnownHost } from '../../contract/host-key.ts'
import { localeTags } from '../../words/language.ts'
import { printable } from '../../words/printable.ts'
import { Button } from '../components/button.tsx'
import { Copyable } from '../components/copy-button.tsx'
import { Acts, Dialog } from '../components/dialog.tsx'
import { Empty } from '../components/empty.tsx'
import { FailureNotice } from '../components/notice.tsx'
import { say } from '../components/toasts.tsx'
import { Page, Section } from '../layout/page.tsx'
import { call } from '../postern-client.ts'
import { useAct } from '../state/use-act.ts'
import { useRequest } from '../state/use-request.ts'
import { useWords } from '../state/words.tsx'
import './known-hosts-page.css'

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
          host={leaving}
          onClose={() => setLeaving(undefined)}
          onRemoved={() => {
            setLeaving(undefined)
            say({ text: t('hostTrust.remove.done', { host: printable(leaving.host) }) })
            again()
          }}
        />
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
  <ul className="known-hosts">
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
    <li className="known-hosts-row">
      <div className="known-hosts-head">
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

const RemoveDialog = ({
  host,
  onClose,
  onRemoved,
}: {
  readonly host: KnownHost
  readonly onClose: () => void
  readonly onRemoved: () => void
}) => {
  const { t } = useWords()
  const name = printable(host.host)
  const remove = useAct(() => call('removeKnownHost', { host: host.host }))
  return (
    <Dialog title={t('hostTrust.remove.title', { host: name })} onClose={onClose} isAlert>
      <p>{t('hostTrust.remove.what')}</p>
      {remove.failure !== undefined && <FailureNotice failure={remove.failure} />}
      <Acts>
        <Button autoFocus onPress={onClose}>
          {t('common.cancel')}
        </Button>
        <Button
          look="danger"
          isDisabled={remove.isBusy}
          onPress={() => {
            void remove.run().then((done) => {
              if (done) onRemoved()
            })
          }}
        >
          {t('hostTrust.remove.act')}
        </Button>
      </Acts>
    </Dialog>
  )
}
