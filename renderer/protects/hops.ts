import type { Account } from '../../contract/account.ts'
import { isSameMachine, type LocalForward } from '../../contract/local-forward.ts'
import { hostAndPort } from '../../words/forward-words.ts'
import { printable } from '../../words/printable.ts'
import type { Translate } from '../../words/translate.ts'
import { isLastHopOpen, routeOfAccount } from '../accounts/route-of-account.ts'
import type { HopState, Station, MailRoute } from '../components/route-line.tsx'

/** The kind of a hop; each kind has words of its own. */
export type HopKind = 'inComputer' | 'ssh' | 'sshThroughJump' | 'toMailServer' | 'beyond'

export interface Hop {
  readonly kind: HopKind
  readonly state: HopState
  readonly from: Station
  readonly to: Station
}

/** The hop behind the SSH server: within one machine, inside TLS of Postern or of the mail app, or open unless the mail app protects it. */
export type LastHopKind = 'sameMachine' | 'posternTls' | 'ownTls' | 'open'

/** The mail servers whose last hop is of the same kind. */
export interface LastHop {
  readonly kind: LastHopKind
  readonly forwards: readonly LocalForward[]
  /** `host:port` of each mail server, from the SSH server, each once. */
  readonly destinations: readonly string[]
}

const lastHopKind = (account: Account, forward: LocalForward): LastHopKind => {
  if (isSameMachine(forward.destinationHost, account.host)) return 'sameMachine'
  if (forward.mailTls !== 'none') return 'posternTls'
  return isLastHopOpen(account, forward) ? 'open' : 'ownTls'
}

const destinationOf = ({ destinationHost, destinationPort }: LocalForward): string =>
  hostAndPort(printable(destinationHost), destinationPort)

/** The forwards in use, by the kind of their last hop, the worst kind first. */
export const lastHopsOf = (account: Account): readonly LastHop[] => {
  const enabled = account.forwards.filter((forward) => forward.enabled)
  const ofKind = (kind: LastHopKind): LastHop => {
    const forwards = enabled.filter((forward) => lastHopKind(account, forward) === kind)
    return { kind, forwards, destinations: [...new Set(forwards.map(destinationOf))] }
  }
  return (['open', 'ownTls', 'posternTls', 'sameMachine'] as const).map(ofKind).filter(({ forwards }) => forwards.length > 0)
}

/**
 * The hops of one forward's route with a connected tunnel, up to the people at the other end. The present state of the tunnel does not
 * matter. The stations are those of routeOfAccount, which returns the present route.
 */
export const hopsOfForward = (
  t: Translate,
  { account, accounts }: { readonly account: Account; readonly accounts: readonly Account[] },
  forward: LocalForward,
): readonly Hop[] => {
  const only = { ...account, forwards: [{ ...forward, enabled: true }] }
  const stations = routeOfAccount(t, { account: only, accounts, tunnel: undefined }).stations.slice(0, -1)
  const onRoute = [
    ...stations,
    { name: t('way.mailServer', { count: 1 }), detail: destinationOf(forward) },
    { name: t('protects.people'), detail: t('protects.viaOthers') },
  ]
  // The stations before the SSH server are the mail app, this computer and the jump hosts.
  const kinds: readonly HopKind[] = [
    'inComputer',
    ...stations.slice(2).map((_station, index): HopKind => (index === 0 ? 'ssh' : 'sshThroughJump')),
    ...(['toMailServer', 'beyond'] as const),
  ]
  const stateOf = (kind: HopKind): HopState => {
    if (kind === 'beyond') return 'open'
    return kind === 'toMailServer' && isLastHopOpen(account, forward) ? 'open' : 'protected'
  }
  return kinds.flatMap((kind, index) => {
    const from = onRoute[index]
    const to = onRoute[index + 1]
    return from === undefined || to === undefined ? [] : [{ kind, state: stateOf(kind), from, to }]
  })
}

/** The hops as one line to draw. */
export const routeOfHops = (hops: readonly Hop[]): MailRoute => ({
  stations: [...hops.slice(0, 1).map(({ from }) => from), ...hops.map(({ to }) => to)],
  hops: hops.map(({ state }) => state),
})
