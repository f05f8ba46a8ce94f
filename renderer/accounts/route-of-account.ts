import type { Account } from '../../contract/account.ts'
import { isSameMachine, type LocalForward } from '../../contract/local-forward.ts'
import { isTlsService } from '../../contract/propose-mail-tls.ts'
import type { ForwardStatus, TunnelState } from '../../contract/tunnel-state.ts'
import { printable } from '../../words/printable.ts'
import type { Translate } from '../../words/translate.ts'
import { hasTrouble } from '../../words/mark-state.ts'
import type { HopState, MailRoute } from '../components/route-line.tsx'
import { failureOfState } from '../../words/next-act.ts'

type Destination = Pick<LocalForward, 'service' | 'destinationHost' | 'mailTls'>

/**
 * Whether others can read the hop from the SSH server to the mail server: neither Postern nor the service brings TLS. Whether the mail app starts
 * TLS on a service that begins in plain text is not known.
 */
export const isLastHopOpen = (account: Pick<Account, 'host'>, forward: Destination): boolean =>
  !isSameMachine(forward.destinationHost, account.host) && forward.mailTls === 'none' && !isTlsService(forward.service)

/** The accounts whose connections lead to this one's server, the first hop first (ssh_config's ProxyJump). */
const jumpsTo = (account: Account, accounts: readonly Account[]): readonly Account[] => {
  const jump = accounts.find(({ id }) => id === account.jumpAccountId)
  if (jump === undefined) return []
  return [
    ...jumpsTo(
      jump,
      accounts.filter(({ id }) => id !== account.id),
    ),
    jump,
  ]
}

/** The values of an account and its tunnel that the route shows. */
export interface AccountOnRoute {
  readonly account: Account
  readonly accounts: readonly Account[]
  readonly tunnel:
    | { readonly state: TunnelState; readonly forwards: readonly Pick<ForwardStatus, 'listener' | 'lights' | 'programs'>[] }
    | undefined
}

const hopInComputer = (tunnel: AccountOnRoute['tunnel']): HopState => {
  if (tunnel === undefined || tunnel.state.name === 'stopped') return 'unknown'
  return tunnel.forwards.some(({ listener }) => listener.name === 'failed') ? 'failed' : 'protected'
}

/** One hop more than there are jump hosts. A failure of a jump host breaks the first hop, any other failure the last. */
const hopsToServer = (tunnel: AccountOnRoute['tunnel'], jumps: number): readonly HopState[] => {
  const hops = Array.from({ length: jumps + 1 }, (): HopState => (tunnel?.state.name === 'connected' ? 'protected' : 'unknown'))
  const failure = failureOfState(tunnel?.state)
  return failure === undefined ? hops : hops.with(failure.code === 'jump-host-failed' ? 0 : -1, 'failed')
}

const hopToMail = ({ account, tunnel }: AccountOnRoute, forwards: readonly LocalForward[]): HopState => {
  if (tunnel?.state.name !== 'connected' || forwards.length === 0) return 'unknown'
  if (tunnel.forwards.some((forward) => forward.listener.name !== 'failed' && hasTrouble(forward))) return 'failed'
  return forwards.some((forward) => isLastHopOpen(account, forward)) ? 'open' : 'protected'
}

/** The present route of the account's mail, with the names of its servers. If its forwards differ, the last hop shows the worst state. */
export const routeOfAccount = (t: Translate, shown: AccountOnRoute): MailRoute => {
  const { account, accounts, tunnel } = shown
  const forwards = account.forwards.filter(({ enabled }) => enabled)
  const jumps = jumpsTo(account, accounts)
  const programs = [...new Set(tunnel?.forwards.flatMap((forward) => forward.programs))].map(printable).join(', ')
  const servers = [
    ...new Set(
      forwards.map((forward) =>
        isSameMachine(forward.destinationHost, account.host) ? t('way.sameMachine') : printable(forward.destinationHost),
      ),
    ),
  ]
  return {
    stations: [
      { name: t('way.mailApp'), detail: programs === '' ? undefined : programs },
      { name: t('way.thisComputer') },
      ...jumps.map(({ host }) => ({ name: t('way.jumpHost'), detail: host })),
      { name: t('way.sshServer'), detail: account.host },
      {
        name: t('way.mailServer', { count: Math.max(1, servers.length) }),
        detail: servers.length > 0 ? servers.join(', ') : undefined,
      },
    ],
    hops: [hopInComputer(tunnel), ...hopsToServer(tunnel, jumps.length), hopToMail(shown, forwards)],
  }
}
