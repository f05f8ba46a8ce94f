import { z } from 'zod'
import { AccountNameSchema, AccountSchema } from './account.ts'
import { LocalForwardSchema, PortSchema } from './local-forward.ts'

/** The kinds of text from which Postern reads an account (recipe R12, R17, R21). */
export const importSources = ['ssh-command', 'ssh-config', 'fetchmailrc', 'putty'] as const
export type ImportSource = (typeof importSources)[number]

/** Why a piece of the text was left out of the account. */
export const leftOutReasons = [
  /** It names a program to run: ProxyCommand, Match exec, preconnect, LocalCommand. */
  'runs-a-program',
  /** A password or a passphrase. Postern asks for secrets, and never reads them from a file. */
  'secret',
  /** A forward that would listen for the whole network. */
  'not-loopback',
  /** RemoteForward, DynamicForward, a socket file, X11, agent, tunnel device. */
  'other-forwarding',
  /** The server is reached through another one, which has to be an account first. */
  'jump-host',
  /** Postern does it by itself, or has no use for the option. */
  'not-needed',
  /** Other files are not followed. */
  'include',
  /** A pattern names no one server. */
  'pattern',
  /** A mail server that is not reached through this tunnel. */
  'elsewhere',
  /** Postern cannot use the value. */
  'invalid-value',
  'not-understood',
] as const
export type LeftOutReason = (typeof leftOutReasons)[number]

const piece = z.string().max(300)

const { service, destinationHost, destinationPort } = LocalForwardSchema.shape

export const ImportedForwardSchema = z.strictObject({
  service,
  destinationHost,
  destinationPort,
  bindAddress: z.enum(['127.0.0.1', '::1']),
  bindPort: PortSchema.optional(),
})
export type ImportedForward = z.infer<typeof ImportedForwardSchema>

/**
 * An account that was read from a text of another program, and the pieces that were left out. It is not saved, and nothing that it names is
 * run. It holds no secret: `leftOut` shows the place of a secret and never its value.
 */
export const ImportedAccountSchema = z.strictObject({
  source: z.enum(importSources),
  /** The name in the text, changed into a valid name of an account. */
  name: AccountNameSchema,
  host: AccountSchema.shape.host.optional(),
  port: PortSchema.optional(),
  user: AccountSchema.shape.user.optional(),
  compression: z.boolean().optional(),
  connect: z.enum(['manual', 'on-first-use']).optional(),
  /** The private key file: an absolute path if the home folder is known, otherwise as written. */
  identityFile: z.string().min(1).max(4096).optional(),
  /** The person's user name at the mail server, if the text has it. */
  mailUser: AccountSchema.shape.user.optional(),
  forwards: z.array(ImportedForwardSchema).max(100),
  /** Pieces of the text as written, printable and cut to a readable length. */
  leftOut: z.array(z.strictObject({ text: piece, reason: z.enum(leftOutReasons) })).max(200),
})
export type ImportedAccount = z.infer<typeof ImportedAccountSchema>

/** A private key file that was found. */
export interface FoundKey {
  readonly path: string
  readonly type: string
  readonly fingerprint?: string
  readonly encrypted: boolean
}

/** The accounts and keys at one place on this computer. */
export interface FoundOnComputer {
  readonly origin: 'openssh' | 'putty' | 'cygwin'
  /** A file, a folder or a registry key. */
  readonly place: string
  readonly accounts: readonly ImportedAccount[]
  readonly keys: readonly FoundKey[]
}

/** An account in OpenSSH's own terms. */
export interface AccountExport {
  /** A Host block for ~/.ssh/config (ssh_config(5)). */
  readonly hostBlock: string
  /** The equivalent `ssh` command line, for a POSIX shell. */
  readonly commandLine: string
}
