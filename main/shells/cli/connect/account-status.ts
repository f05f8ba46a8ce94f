import type { Account } from '../../../../contract/account.ts'
import { noTraffic } from '../../../../contract/traffic.ts'
import type { TunnelState, TunnelStatus } from '../../../../contract/tunnel-state.ts'
import type { RunningAccount } from '../../../control/ask-running.ts'

/** An account as `postern status` shows it. `not-answering` is a living process that returns no answer: it is stopped, or stuck. */
export interface AccountStatus {
  /** The process that runs the tunnel; undefined where none does. */
  readonly pid: number | undefined
  readonly status: Omit<TunnelStatus, 'state'> & { readonly state: TunnelState | { readonly name: 'not-answering' } }
}

/** The status of every account from its process, in the order of the accounts. */
export const accountStatuses = (accounts: readonly Account[], answers: readonly RunningAccount[]): readonly AccountStatus[] =>
  accounts.map((account) => {
    const running = answers.find(({ entry }) => entry.claimed === account.id)
    const pid = running?.entry.pid
    if (running?.seen === 'running') {
      const status = running.answer.tunnels.find(({ accountId }) => accountId === account.id)
      if (status !== undefined) return { pid, status }
    }
    return { pid, status: { ...idle(account), state: { name: running === undefined ? 'stopped' : 'not-answering' } } }
  })

const idle = (account: Account): Omit<TunnelStatus, 'state'> => ({
  accountId: account.id,
  account: account.name,
  server: `${account.user}@${account.host}:${account.port}`,
  forwards: account.forwards
    .filter(({ enabled }) => enabled)
    .map(({ id, service, label, bindAddress, bindPort, destinationHost, destinationPort }) => ({
      id,
      service,
      ...(label === undefined ? {} : { label }),
      bindAddress,
      localPort: bindPort,
      destination: `${destinationHost}:${destinationPort}`,
      listener: { name: 'closed' },
      lights: { ssh: 'down', forward: 'unknown', mailServer: 'unknown' },
      traffic: noTraffic,
      programs: [],
    })),
  traffic: noTraffic,
})
