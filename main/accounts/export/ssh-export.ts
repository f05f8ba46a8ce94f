import type { Account } from '../../../contract/account.ts'
import type { Identity } from '../../../contract/identity.ts'
import type { LocalForward } from '../../../contract/local-forward.ts'
import type { Settings } from '../../../contract/settings.ts'

/** What an account's export needs besides the account. */
export interface ExportInput {
  /** All accounts: one of them may be the jump host. */
  readonly accounts: readonly Account[]
  /** Where the keys are that Postern keeps. */
  readonly identities: readonly Pick<Identity, 'name' | 'file'>[]
  readonly settings: Pick<Settings, 'keepaliveSeconds'>
}

/** Directives of ssh_config(5), a keyword with its arguments, in the order in which they are written. */
export type SshExport = readonly (readonly [keyword: string, ...values: string[]])[]

/** What OpenSSH has to be told to do as the account does. A forward that is switched off is not in it. */
export const sshExport = (account: Account, { accounts, identities, settings }: ExportInput): SshExport => {
  const { host, port, user, compression, forwards } = account
  const file = identityFile(account, identities)
  const jumps = jumpsOf(account, accounts)
  return [
    ['HostName', host],
    ['Port', String(port)],
    ['User', user],
    ...(file === undefined
      ? []
      : ([
          ['IdentityFile', file],
          ['IdentitiesOnly', 'yes'],
        ] as const)),
    ...(jumps.length === 0 ? [] : ([['ProxyJump', jumps.join(',')]] as const)),
    ...(compression ? ([['Compression', 'yes']] as const) : []),
    ['ServerAliveInterval', String(settings.keepaliveSeconds)],
    ['ExitOnForwardFailure', 'yes'],
    ...forwards.filter(({ enabled }) => enabled).map((forward) => ['LocalForward', ...wayOf(forward)] as const),
  ]
}

const identityFile = ({ identity }: Account, identities: ExportInput['identities']): string | undefined => {
  if (identity === undefined) return undefined
  return identity.kind === 'file' ? identity.path : identities.find(({ name }) => name === identity.name)?.file
}

/** From the first to be reached to the last, as ProxyJump wants them. */
const jumpsOf = (account: Account, accounts: readonly Account[], passed: readonly string[] = []): readonly string[] => {
  const jump = accounts.find(({ id }) => id === account.jumpAccountId)
  if (jump === undefined || passed.includes(jump.id)) return []
  const { user, host, port } = jump
  return [...jumpsOf(jump, accounts, [...passed, jump.id]), `${user}@${inBrackets(host)}:${port}`]
}

const wayOf = ({ bindAddress, bindPort, destinationHost, destinationPort }: LocalForward): readonly [string, string] => [
  `${inBrackets(bindAddress)}:${bindPort}`,
  `${inBrackets(destinationHost)}:${destinationPort}`,
]

const inBrackets = (host: string): string => (host.includes(':') ? `[${host}]` : host)
