import type { Account } from '../../../contract/account.ts'
import type { Identity } from '../../../contract/identity.ts'
import type { LocalForward } from '../../../contract/local-forward.ts'
import type { Settings } from '../../../contract/settings.ts'

/** The data that an export needs besides the account. */
export interface ExportInput {
  /** All accounts, because one of them may be the jump host. */
  readonly accounts: readonly Account[]
  /** The key pairs that Postern keeps, with their files. */
  readonly identities: readonly Pick<Identity, 'name' | 'file'>[]
  readonly settings: Pick<Settings, 'keepaliveSeconds'>
}

/** Directives of ssh_config(5), a keyword with its arguments, in the order in which they are written. */
export type SshExport = readonly (readonly [keyword: string, ...values: string[]])[]

/** Returns the directives with which OpenSSH does what Postern does for the account. Disabled forwards are left out. */
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

/** The jump hosts in the order of ProxyJump: the first to be reached comes first. */
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
