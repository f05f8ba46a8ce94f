import { z } from 'zod'

/** How a failure is grouped; the command line's exit codes follow it. */
export type FailureCategory =
  'usage' | 'fault' | 'network' | 'host-key' | 'log-in' | 'forward' | 'mail-server' | 'secret' | 'store' | 'connection'

const port = z.number().int().min(0).max(65_535)
const host = z.string()
const seconds = z.number()
const fail = <Code extends string, Shape extends z.ZodRawShape>(code: Code, shape: Shape) =>
  z.object({ code: z.literal(code), ...shape })

/**
 * Every failure a person can see: one cause, one message, one next step. The words stand in assets/locales under
 * `failure.<code>.message` and `failure.<code>.next`, with the values below filled in.
 */
export const FailureSchema = z.discriminatedUnion('code', [
  // The way to the SSH server.
  fail('host-not-found', { host }),
  fail('connection-refused', { host, port }),
  fail('connection-timeout', { host, port, seconds }),
  fail('host-unreachable', { host, port }),
  fail('offline', { host }),
  fail('not-an-ssh-server', { host, port, answer: z.string() }),
  fail('no-common-algorithm', { host, kind: z.string(), offered: z.string() }),
  fail('jump-host-failed', { account: z.string(), cause: z.string() }),

  // A connection that was up.
  fail('connection-lost', { host, reason: z.string() }),
  fail('peer-silent', { host, seconds }),
  fail('server-misbehaved', { host, what: z.string() }),

  // Trust.
  fail('host-key-unknown', { host, port, keyType: z.string(), fingerprint: z.string() }),
  fail('host-key-changed', {
    host,
    port,
    keyType: z.string(),
    fingerprint: z.string(),
    known: z.array(z.string()),
    source: z.string(),
    /** ISO 8601 in UTC, where Postern wrote down when it first trusted the known key. */
    since: z.string().optional(),
  }),
  fail('host-key-revoked', { host, port, keyType: z.string(), fingerprint: z.string() }),
  /** Only the key that a server showed last can be trusted, or put in the place of the known one. */
  fail('host-key-not-refused', { host, port, fingerprint: z.string() }),

  // Log-in.
  fail('login-refused', { host, user: z.string(), tried: z.string(), accepted: z.string() }),
  fail('passphrase-wrong', { identity: z.string() }),
  fail('key-unreadable', { file: z.string(), reason: z.string() }),
  fail('key-not-found', { file: z.string() }),
  fail('agent-unreachable', { address: z.string(), reason: z.string() }),
  fail('secret-needed', { what: z.string() }),

  // Forwards.
  fail('forwarding-prohibited', { host, destination: z.string() }),
  fail('port-taken', { port, process: z.string().optional() }),
  fail('port-needs-privilege', { port, suggestion: port }),
  fail('address-not-available', { address: z.string() }),

  // Mail servers.
  fail('mail-server-refused', { destination: z.string(), reason: z.string() }),
  fail('mail-server-silent', { destination: z.string(), seconds }),
  fail('greeting-unexpected', { destination: z.string(), expected: z.string(), greeting: z.string() }),

  // Secrets.
  fail('keychain-locked', {}),
  fail('keychain-absent', { reason: z.string() }),

  // What a person configured.
  fail('account-not-found', { account: z.string() }),
  fail('account-exists', { account: z.string() }),
  fail('account-in-use', { account: z.string(), by: z.string() }),
  fail('account-running', { account: z.string(), pid: z.number().int() }),
  /** One application to a data folder: the window in Electron, or that of `postern web`. */
  fail('application-running', { pid: z.number().int() }),
  /** The process that has the account or the data folder lives and gives no answer: it is stopped, or stuck. */
  fail('process-not-answering', { pid: z.number().int() }),
  fail('identity-not-found', { identity: z.string() }),
  fail('identity-exists', { identity: z.string() }),
  fail('identity-in-use', { identity: z.string(), by: z.string() }),
  fail('known-host-not-found', { host }),
  fail('input-invalid', { field: z.string(), value: z.string(), reason: z.string() }),
  fail('store-corrupt', { file: z.string(), keptAs: z.string() }),
  fail('store-newer', { file: z.string(), version: z.number(), supported: z.number() }),
  fail('store-held', { file: z.string(), holder: z.string() }),
  fail('file-not-readable', { file: z.string(), reason: z.string() }),
  fail('file-not-writable', { file: z.string(), reason: z.string() }),

  /** A fault of Postern itself: no cause a person could have given. `what` is for a report, in English. */
  fail('program-fault', { what: z.string() }),
  /** The window's way to Postern has ended: what it asked was perhaps done, and nothing more can be. */
  fail('window-disconnected', {}),

  // Installing a public key on a server.
  fail('key-install-refused', { host, reason: z.string() }),
  fail('key-install-unproven', { host, reason: z.string() }),
])

export type Failure = z.infer<typeof FailureSchema>
export type FailureCode = Failure['code']

/** The category of each failure; a code that is missing here does not compile. */
export const failureCategories: Readonly<Record<FailureCode, FailureCategory>> = {
  'host-not-found': 'network',
  'connection-refused': 'network',
  'connection-timeout': 'network',
  'host-unreachable': 'network',
  offline: 'network',
  'not-an-ssh-server': 'network',
  'no-common-algorithm': 'network',
  'jump-host-failed': 'network',
  'connection-lost': 'connection',
  'peer-silent': 'connection',
  'server-misbehaved': 'connection',
  'host-key-unknown': 'host-key',
  'host-key-changed': 'host-key',
  'host-key-revoked': 'host-key',
  'host-key-not-refused': 'host-key',
  'login-refused': 'log-in',
  'passphrase-wrong': 'log-in',
  'key-unreadable': 'log-in',
  'key-not-found': 'log-in',
  'agent-unreachable': 'log-in',
  'secret-needed': 'secret',
  'forwarding-prohibited': 'forward',
  'port-taken': 'forward',
  'port-needs-privilege': 'forward',
  'address-not-available': 'forward',
  'mail-server-refused': 'mail-server',
  'mail-server-silent': 'mail-server',
  'greeting-unexpected': 'mail-server',
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
  'input-invalid': 'usage',
  'store-corrupt': 'store',
  'store-newer': 'store',
  'store-held': 'store',
  'file-not-readable': 'store',
  'file-not-writable': 'store',
  'program-fault': 'fault',
  'window-disconnected': 'fault',
  'key-install-refused': 'log-in',
  'key-install-unproven': 'log-in',
}

/** Carries a failure through code that throws. Its message is for logs; what a person reads comes from the locale files. */
export class FailureError extends Error {
  override readonly name = 'FailureError'
  readonly failure: Failure

  constructor(failure: Failure, options?: ErrorOptions) {
    super(`${failure.code} ${JSON.stringify(failure)}`, options)
    this.failure = failure
  }
}

/** The failure that `error` carries, or undefined where it is a fault of the program. */
export const failureOf = (error: unknown): Failure | undefined => (error instanceof FailureError ? error.failure : undefined)
