import { z } from 'zod'
import { AuthenticationMethodSchema } from './account.ts'
import { HostKeySourceSchema } from './host-key.ts'
import { mailServices } from './local-forward.ts'
import { CertificateFaultSchema, CertificateSchema } from './mail-tls.ts'
import {
  AgentReasonSchema,
  CertificateReasonSchema,
  FileReasonSchema,
  InputReasonSchema,
  InstallReasonSchema,
  KeyReasonSchema,
  LogInSilenceSchema,
  LossReasonSchema,
  MailServerReasonSchema,
  MailTlsReasonSchema,
  MisbehaviourSchema,
  ProofReasonSchema,
  keyLineFates,
  SecretReasonSchema,
  SilenceReasonSchema,
} from './reason.ts'

/** How a failure is grouped; the command line's exit codes follow it. */
export type FailureCategory =
  'usage' | 'fault' | 'network' | 'host-key' | 'log-in' | 'forward' | 'mail-server' | 'secret' | 'store' | 'connection'

const port = z.number().int().min(0).max(65_535)
const host = z.string()
const seconds = z.number()
const pid = z.number().int()

/**
 * The text of a server, a library or the OS, in its own words and language. The code that makes the failure cuts it to a readable length and
 * removes unprintable characters.
 */
const said = z.string().optional()

const fail = <Code extends string, Shape extends z.ZodRawShape>(code: Code, shape: Shape) =>
  z.object({ code: z.literal(code), ...shape })

/** A failure with one of its possible reasons, and the values of that reason. */
const failBy = <Code extends string, Shape extends z.ZodRawShape, Reasons extends z.ZodType>(
  code: Code,
  shape: Shape,
  reasons: Reasons,
) => z.intersection(fail(code, shape), reasons)

/** The algorithms that both ends agree on in the key exchange (RFC 4253 section 7.1). */
export const algorithmKinds = ['key-exchange', 'host-key', 'cipher', 'mac', 'compression'] as const
export type AlgorithmKind = (typeof algorithmKinds)[number]

/** A program of this computer, as far as the OS identifies it. */
const ProgramSchema = z.object({ name: z.string().optional(), pid: pid.optional() })
export type Program = z.infer<typeof ProgramSchema>

const DirectFailureSchema = z.union([
  // The way to the SSH server.
  fail('host-not-found', { host }),
  fail('connection-refused', { host, port }),
  fail('connection-timeout', { host, port, seconds }),
  fail('host-unreachable', { host, port }),
  /** No name server answered, while this computer has a network. */
  fail('name-server-silent', { host }),
  fail('offline', { host }),
  /** The port is open, but SSH did not reach the log-in in time. `said` is the text that came instead. */
  failBy('server-silent', { host, port, seconds, said }, SilenceReasonSchema),
  fail('not-an-ssh-server', { host, port, said }),
  fail('no-common-algorithm', { host, kind: z.enum(algorithmKinds), offered: z.array(z.string()) }),

  // A connection that had been established.
  failBy('connection-lost', { host, said }, LossReasonSchema),
  fail('peer-silent', { host, seconds }),
  /** The server ends each connection that is unused for about so long. */
  fail('unused-connection-ended', { host, seconds }),
  failBy('server-misbehaved', { host, said }, MisbehaviourSchema),

  // Trust.
  fail('host-key-unknown', { host, port, keyType: z.string(), fingerprint: z.string() }),
  fail('host-key-changed', {
    host,
    port,
    keyType: z.string(),
    fingerprint: z.string(),
    known: z.array(z.string()),
    source: HostKeySourceSchema,
    /** ISO 8601 in UTC, where Postern wrote down when it first trusted the known key. */
    since: z.string().optional(),
  }),
  fail('host-key-revoked', { host, port, keyType: z.string(), fingerprint: z.string() }),
  /** The key is not the one that the server showed last. Only that one can be trusted, or replace the known key. */
  fail('host-key-not-refused', { host, port, fingerprint: z.string() }),

  // Log-in.
  fail('login-refused', {
    host,
    user: z.string(),
    tried: z.array(AuthenticationMethodSchema),
    /** By the names of RFC 4252, or others that the server has. */
    accepted: z.array(z.string()),
    said,
  }),
  /** The server counted too many attempts before every key of the agent was offered: `keysOffered` were, and `keysLeft` were not. */
  fail('agent-keys-left', { host, user: z.string(), keysOffered: z.number().int(), keysLeft: z.number().int(), said }),
  /** The server accepted the log-in, and wants another method as well (RFC 4252 section 5.1). `wanted` has the names of RFC 4252. */
  fail('login-incomplete', {
    host,
    user: z.string(),
    done: z.array(AuthenticationMethodSchema),
    wanted: z.array(z.string()),
    said,
  }),
  /** The server ended the connection while a question waited for the person. */
  fail('login-expired', { host, user: z.string(), said }),
  /** The log-in was sent, and the server did not answer it in time. */
  failBy('login-unanswered', { host, user: z.string(), seconds, said }, LogInSilenceSchema),
  /** The password is right and may not be used any longer (RFC 4252 section 8). `said` is the server's request for a new one. */
  fail('password-expired', { host, user: z.string(), said }),
  fail('passphrase-wrong', { identity: z.string() }),
  failBy('key-unreadable', { file: z.string(), said }, KeyReasonSchema),
  fail('key-not-found', { file: z.string() }),
  /** Other users of this computer may read the private key. */
  fail('key-open-to-others', { file: z.string() }),
  failBy('agent-unreachable', { address: z.string(), said }, AgentReasonSchema),
  failBy('secret-needed', {}, SecretReasonSchema),

  // Forwards.
  fail('forwarding-prohibited', { host, destination: z.string() }),
  /** The SSH server has no room for one more channel (RFC 4254 section 5.1, reason 4). */
  fail('channel-shortage', { host, destination: z.string(), said }),
  fail('port-taken', { port, program: ProgramSchema.optional() }),
  fail('port-needs-privilege', { port, suggestion: port }),
  fail('address-not-available', { address: z.string() }),

  // Mail servers.
  failBy('mail-server-refused', { destination: z.string(), said }, MailServerReasonSchema),
  fail('mail-server-silent', { destination: z.string(), seconds }),
  fail('greeting-unexpected', { destination: z.string(), expected: z.enum([...mailServices, 'tls']).exclude(['other']), said }),
  /** Postern was to bring TLS to the mail server, and could not. `said` is the mail server's own line, never one of a TLS library. */
  failBy('mail-tls-failed', { destination: z.string(), said }, MailTlsReasonSchema),

  // Certificates of mail servers. `destination` is `host:port`, and `name` the name that the certificate must have.
  /** It does not verify, and nobody stands for it. `reason` is the first of `faults`, with its values. */
  failBy(
    'certificate-refused',
    { destination: z.string(), name: z.string(), certificate: CertificateSchema, faults: z.array(CertificateFaultSchema) },
    CertificateReasonSchema,
  ),
  /** It does not verify, and its key is not that of the pinned one. `pinnedAt` is ISO 8601 in UTC. */
  fail('certificate-changed', {
    destination: z.string(),
    name: z.string(),
    certificate: CertificateSchema,
    pinned: CertificateSchema,
    pinnedAt: z.string(),
  }),
  /** The certificate is not the one that the mail server showed last. Only that one can replace the pinned one. */
  fail('certificate-not-refused', { destination: z.string(), fingerprint: z.string() }),

  // Secrets.
  fail('keychain-locked', {}),
  fail('keychain-absent', { said }),

  // The configuration.
  fail('account-not-found', { account: z.string() }),
  fail('account-exists', { account: z.string() }),
  /** `by` are the accounts that reach their servers through it. */
  fail('account-in-use', { account: z.string(), by: z.array(z.string()) }),
  fail('account-running', { account: z.string(), pid }),
  /** A data folder has one application: the window in Electron, or that of `postern web`. */
  fail('application-running', { pid }),
  /** The process that holds the account or the data folder lives and does not answer, because it is stopped or hangs. */
  fail('process-not-answering', { pid }),
  fail('identity-not-found', { identity: z.string() }),
  fail('identity-exists', { identity: z.string() }),
  /** `by` are the accounts that log in with it. */
  fail('identity-in-use', { identity: z.string(), by: z.array(z.string()) }),
  fail('known-host-not-found', { host }),
  fail('certificate-not-found', { destination: z.string() }),
  /** `field` is the path of a field, as in `forwards[0].bindPort`, or an option of the command line. */
  failBy('input-invalid', { field: z.string(), value: z.string() }, InputReasonSchema),
  fail('store-corrupt', { file: z.string(), keptAs: z.string() }),
  fail('store-newer', { file: z.string(), version: z.number(), supported: z.number() }),
  /** Another process writes the file, or has locked the folder. */
  fail('store-held', { file: z.string(), program: ProgramSchema.optional() }),
  /** The data folder is another user's, others may write in it, or a link stands where a file of Postern's belongs. */
  fail('data-folder-of-another', { file: z.string() }),
  fail('data-folder-open-to-others', { file: z.string() }),
  fail('data-folder-has-link', { file: z.string() }),
  failBy('file-not-readable', { file: z.string(), said }, FileReasonSchema),
  failBy('file-not-writable', { file: z.string(), said }, FileReasonSchema),

  /** A fault of Postern itself, which the person has not caused. `said` is for a report, in English. */
  fail('program-fault', { said }),
  /** The window has lost its connection to Postern. Its last requests may have been carried out; it can send no more. */
  fail('window-disconnected', {}),

  // Installing a public key on a server.
  failBy('key-install-refused', { host, said }, InstallReasonSchema),
  /** `line` says what became of the line that was written in authorized_keys for it; undefined where none was. */
  failBy('key-install-unproven', { host, said, line: z.enum(keyLineFates).optional() }, ProofReasonSchema),
])

export type DirectFailure = z.infer<typeof DirectFailureSchema>

/**
 * Every failure that is shown to a person: one cause, one message, one next step. The words are in assets/locales under
 * `failure.<code>.message` and `failure.<code>.next`, with the values filled in.
 */
export const FailureSchema = z.union([
  DirectFailureSchema,
  /** The connection through another account failed, because that account failed. */
  fail('jump-host-failed', { account: z.string(), cause: DirectFailureSchema }),
])
export type Failure = z.infer<typeof FailureSchema>
export type FailureCode = Failure['code']

/** The category of each failure. A missing code does not compile. */
export const failureCategories: Readonly<Record<FailureCode, FailureCategory>> = {
  'host-not-found': 'network',
  'connection-refused': 'network',
  'connection-timeout': 'network',
  'host-unreachable': 'network',
  'name-server-silent': 'network',
  offline: 'network',
  'server-silent': 'network',
  'not-an-ssh-server': 'network',
  'no-common-algorithm': 'network',
  'jump-host-failed': 'network',
  'connection-lost': 'connection',
  'peer-silent': 'connection',
  'unused-connection-ended': 'connection',
  'server-misbehaved': 'connection',
  'host-key-unknown': 'host-key',
  'host-key-changed': 'host-key',
  'host-key-revoked': 'host-key',
  'host-key-not-refused': 'host-key',
  'login-refused': 'log-in',
  'agent-keys-left': 'log-in',
  'login-incomplete': 'log-in',
  'login-expired': 'log-in',
  'login-unanswered': 'log-in',
  'password-expired': 'log-in',
  'passphrase-wrong': 'log-in',
  'key-unreadable': 'log-in',
  'key-not-found': 'log-in',
  'key-open-to-others': 'log-in',
  'agent-unreachable': 'log-in',
  'secret-needed': 'secret',
  'forwarding-prohibited': 'forward',
  'channel-shortage': 'forward',
  'port-taken': 'forward',
  'port-needs-privilege': 'forward',
  'address-not-available': 'forward',
  'mail-server-refused': 'mail-server',
  'mail-server-silent': 'mail-server',
  'greeting-unexpected': 'mail-server',
  'certificate-refused': 'mail-server',
  'certificate-changed': 'mail-server',
  'certificate-not-refused': 'mail-server',
  'mail-tls-failed': 'mail-server',
  'keychain-locked': 'secret',
  'keychain-absent': 'secret',
  'account-not-found': 'usage',
  'account-exists': 'usage',
  'account-in-use': 'usage',
  'account-running': 'usage',
  'application-running': 'usage',
  'process-not-answering': 'usage',
  'identity-not-found': 'usage',
  'identity-exists': 'usage',
  'identity-in-use': 'usage',
  'known-host-not-found': 'usage',
  'certificate-not-found': 'usage',
  'input-invalid': 'usage',
  'store-corrupt': 'store',
  'store-newer': 'store',
  'store-held': 'store',
  'data-folder-of-another': 'store',
  'data-folder-open-to-others': 'store',
  'data-folder-has-link': 'store',
  'file-not-readable': 'store',
  'file-not-writable': 'store',
  'program-fault': 'fault',
  'window-disconnected': 'fault',
  'key-install-refused': 'log-in',
  'key-install-unproven': 'log-in',
}

/** Carries a failure through code that throws. Its message is for logs; the words for a person come from the locale files. */
export class FailureError extends Error {
  override readonly name = 'FailureError'
  readonly failure: Failure

  constructor(failure: Failure, options?: ErrorOptions) {
    super(`${failure.code} ${JSON.stringify(failure)}`, options)
    this.failure = failure
  }
}

/** Returns the failure that `error` carries; undefined for a fault of the program. */
export const failureOf = (error: unknown): Failure | undefined => (error instanceof FailureError ? error.failure : undefined)
