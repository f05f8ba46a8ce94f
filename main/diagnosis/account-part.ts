import type { Account } from '../../contract/account.ts'
import { isSameMachine, type LocalForward } from '../../contract/local-forward.ts'
import type { ForwardStatus } from '../../contract/tunnel-state.ts'
import { hostAndPort } from '../../words/forward-words.ts'
import type { DiagnosisFacts, ShownTunnel } from './diagnosis-facts.ts'
import { failureLine } from './failure-line.ts'
import type { Names } from './names.ts'

/** The part of a diagnosis about one account: its log-in methods, when it connects, its ports, and the state of its tunnel. */
export const accountPart = (names: Names, account: Account, facts: DiagnosisFacts): readonly string[] => {
  const tunnel = facts.tunnels.find(({ accountId }) => accountId === account.id)
  const jump = facts.accounts.find(({ id }) => id === account.jumpAccountId)
  return [
    `### ${names.of('account', account.name)}`,
    ...stateLines(names, tunnel),
    `- server: ${names.of('server', account.host)}, port ${account.port}` +
      (jump === undefined ? '' : `, through ${names.of('account', jump.name)}`),
    `- logs in: ${names.of('user', account.user)}, by ${account.authentication.join(', ')}`,
    `- key: ${keyWords(names, account, facts)}`,
    `- host key: ${account.trustedFingerprint === undefined ? 'by known hosts' : `fixed, ${names.of('fingerprint', account.trustedFingerprint)}`}`,
    `- connects: ${account.connect}${lingerWords(account)}`,
    `- compression: ${account.compression ? 'on' : 'off'}`,
    ...account.forwards.flatMap((forward) => forwardLines(names, { forward, account, tunnel })),
  ]
}

const lingerWords = ({ lingerSeconds }: Account): string => {
  if (lingerSeconds === undefined) return ''
  return `, and stays ${lingerSeconds === null ? 'for ever' : `${lingerSeconds} s`} after the last mail client`
}

const keyWords = (names: Names, { identity }: Account, { identities, keyFiles }: DiagnosisFacts): string => {
  if (identity === undefined) return 'none'
  if (identity.kind === 'kept') {
    const kept = identities.find(({ name }) => name === identity.name)
    const what =
      kept === undefined
        ? 'not there'
        : `${kept.type}, ${kept.bits} bits, its passphrase ${kept.passphrase === 'keychain' ? 'kept by the keychain' : 'asked for'}`
    return `${names.of('key', identity.name)}, ${what}`
  }
  const seen = keyFiles.find(({ path }) => path === identity.path)?.seen
  const path = names.of('path', identity.path)
  if (seen === undefined) return `a file, ${path}`
  return `a file, ${path}, ${'code' in seen ? failureLine(names, seen) : `${seen.type}, ${seen.bits} bits, ${seen.encrypted ? '' : 'not '}encrypted`}`
}

const stateLines = (names: Names, tunnel: ShownTunnel | undefined): readonly string[] => {
  if (tunnel === undefined) return ['- state: stopped']
  const { state, traffic } = tunnel
  const details = [
    ...('since' in state ? [`since ${state.since}`] : []),
    ...('attempt' in state ? [`attempt ${state.attempt}`] : []),
    ...('retryAt' in state ? [`again at ${state.retryAt}`] : []),
  ]
  return [
    `- state: ${[state.name, ...details].join(', ')}`,
    ...('failure' in state ? [`- failure: ${failureLine(names, state.failure)}`] : []),
    `- bytes: ${traffic.bytesIn} in, ${traffic.bytesOut} out`,
  ]
}

interface OneForward {
  readonly forward: LocalForward
  readonly account: Account
  readonly tunnel: ShownTunnel | undefined
}

const forwardLines = (names: Names, { forward, account, tunnel }: OneForward): readonly string[] => {
  const { service, bindAddress, bindPort, destinationHost, destinationPort, enabled } = forward
  const where = isSameMachine(destinationHost, account.host)
    ? 'the SSH server itself'
    : `another host, ${names.of('server', destinationHost)}`
  const running = tunnel?.forwards.find(({ id }) => id === forward.id)
  return [
    `- ${service}: ${hostAndPort(bindAddress, bindPort)} to port ${destinationPort} of ${where}${enabled ? '' : ', off'}`,
    ...(running === undefined ? [] : runningLines(names, running)),
  ]
}

const runningLines = (names: Names, { listener, lights, traffic }: ForwardStatus): readonly string[] => [
  `  port: ${listener.name === 'failed' ? failureLine(names, listener.failure) : listener.name}`,
  `  lights: SSH ${lights.ssh}, forward ${lights.forward}, mail server ${lights.mailServer}`,
  `  connections: ${traffic.openConnections} open, ${traffic.totalConnections} in all, ${traffic.refusedConnections} refused`,
]
