import type { Account } from '../../../contract/account.ts'
import { forwardName, hostAndPort } from '../../../words/forward-words.ts'
import { localeTags } from '../../../words/language.ts'
import { printable } from '../../../words/printable.ts'
import { AccountFailure } from '../../accounts/account-failure.tsx'
import { Button } from '../../components/button.tsx'
import { FailureNotice } from '../../components/notice.tsx'
import { Section } from '../../layout/page.tsx'
import { call } from '../../postern-client.ts'
import { useAct } from '../../state/use-act.ts'
import { useTunnel } from '../../state/use-tunnel.ts'
import { useWords } from '../../state/words.tsx'
import { CallRow } from './call-row.tsx'
import './first-call.css'

import { goesBothWays, type Watch } from './watch-calls.ts'

/** The test with the person's own mail app: shows the call as soon as it happens. */
export const FirstCall = ({ account, watch }: { readonly account: Account; readonly watch: Watch }) => {
  const { t, language } = useWords()
  const state = useTunnel(account.id, (tunnel) => tunnel?.state.name ?? 'stopped')
  const connect = useAct(() => call('connect', { accountId: account.id }))
  const forwards = account.forwards.filter(({ enabled }) => enabled)
  const called = forwards.filter(({ id }) => watch[id]?.isCalled === true)
  const list = (items: readonly string[]): string => new Intl.ListFormat(localeTags[language]).format(items)

  const spoken = (): string => {
    if (called.length > 0) return called.map((forward) => calledWords(forward)).join(' ')
    if (state === 'connecting') return t('setup.client.connecting', { server: printable(account.host) })
    if (state === 'stopped' || state === 'offline' || state === 'blocked' || state === 'retrying') return ''
    const ports = forwards.map(({ bindAddress, bindPort }) => hostAndPort(bindAddress, bindPort))
    return t('setup.client.waiting', { ports: list(ports) })
  }
  const calledWords = (forward: (typeof forwards)[number]): string => {
    const program = watch[forward.id]?.program
    const name = forwardName(t, forward)
    const port = forward.bindPort
    return program === undefined
      ? t('setup.client.called', { forward: name, port })
      : t('setup.client.calledBy', { program: printable(program), forward: name, port })
  }

  return (
    <Section title={t('setup.client.test')}>
      <p>{t('setup.client.testAbout')}</p>
      {state === 'stopped' && (
        <div>
          <Button isPending={connect.isBusy} onPress={() => void connect.run()}>
            {t('setup.client.connect')}
          </Button>
        </div>
      )}
      {connect.failure !== undefined && <FailureNotice failure={connect.failure} />}
      <AccountFailure account={account} />
      <p role="status" className={called.length > 0 ? 'unseen' : 'first-call-wait'}>
        {spoken()}
      </p>
      {state !== 'stopped' && (
        <ul className="first-call">
          {forwards.map((forward) => (
            <CallRow
              key={forward.id}
              account={account}
              forward={forward}
              words={watch[forward.id]?.isCalled === true ? calledWords(forward) : undefined}
            />
          ))}
        </ul>
      )}
      <div role="status">{goesBothWays(forwards, watch) && <p className="first-call-both">{t('setup.client.bothWays')}</p>}</div>
    </Section>
  )
}
