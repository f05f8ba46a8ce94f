import { z } from 'zod'

/** Reasons without values. */
const plain = <const Names extends readonly [string, ...string[]]>(...names: Names) => z.object({ reason: z.enum(names) })

/** A reason with values. */
const about = <Name extends string, Shape extends z.ZodRawShape>(reason: Name, shape: Shape) =>
  z.object({ reason: z.literal(reason), ...shape })

const count = z.number().int()
const seconds = z.number()

/** Why a connection, or an attempt at one, has ended. */
export const LossReasonSchema = z.union([
  plain(
    'server-closed',
    'closed-before-handshake',
    'handshake-cut',
    'server-busy',
    'server-ended',
    'network-error',
    'ended',
    'fault',
    'jump-connection-ended',
  ),
  about('jump-host-silent', { seconds }),
  about('command-without-end', { seconds }),
])
export type LossReason = z.infer<typeof LossReasonSchema>

/** The message that a server with an open port has not sent in time. */
export const SilenceReasonSchema = plain('nothing-sent', 'identification-late', 'handshake-late')

export type SilenceReason = z.infer<typeof SilenceReasonSchema>['reason']

/** The thing that a log-in waits for: the server's answer, or an approval on another device. */
export const LogInSilenceSchema = plain('answer-late', 'approval-late')

/** A breach of the protocol by an SSH server, or an act that no server needs. */
export const MisbehaviourSchema = z.union([
  plain(
    'protocol-broken',
    'data-without-end',
    'banners-without-end',
    'questions-without-end',
    'window-exceeded',
    'noise-without-end',
    'log-in-unasked',
    'packet-too-large',
    'inflates-without-cause',
  ),
  about('packets-too-small', { bytes: count }),
  about('host-key-size', { bits: count }),
  about('key-exchange-without-end', { seconds }),
])
export type Misbehaviour = z.infer<typeof MisbehaviourSchema>

/** The damage of a private key file. */
export const damages = [
  'bad-base64',
  'bad-hex',
  'check-numbers',
  'check-sum',
  'cipher-without-kdf',
  'curve-unknown',
  'ecdsa-length',
  'ed25519-length',
  'encrypted-part-cut',
  'ends-early',
  'halves-differ',
  'kdf-settings',
  'last-line-missing',
  'line-missing',
  'more-behind-encrypted-part',
  'more-behind-key',
  'nested-too-deep',
  'not-built-as-key',
  'not-begun-as-openssh',
  'number-negative',
  'numbers-make-no-key',
  'numbers-size',
  'other-curve',
  'other-kind',
  'other-public-half',
  'padding',
  'part-missing',
  'primes',
  'salt-length',
] as const
export type Damage = (typeof damages)[number]

/** Why a private key file cannot be used. */
export const KeyReasonSchema = z.union([
  plain(
    'not-a-file',
    'too-large-for-key',
    'no-permission',
    'not-opened',
    'not-a-private-key',
    'public-key',
    'public-half-hidden',
    'other-key',
    'security-key',
    'dsa-key',
    'certificate',
    'curve-not-used',
    'kind-not-used',
    'pem-cipher',
    'putty-version',
    'putty-cipher',
    'putty-kdf',
    'kdf-too-costly',
    'library-refused',
  ),
  about('damaged', { damage: z.enum(damages) }),
  about('kind-not-known', { keyKind: z.string() }),
  about('cipher-not-known', { cipher: z.string() }),
  about('kdf-not-known', { kdf: z.string() }),
  about('rsa-too-short', { bits: count }),
  about('rsa-too-long', { bits: count }),
  about('several-keys', { count }),
  about('bcrypt-rounds', { rounds: count, most: count }),
  about('argon2-cost', { passes: count, kibibytes: count }),
])
export type KeyReason = z.infer<typeof KeyReasonSchema>

export const AgentReasonSchema = plain('no-agent-runs', 'agent-silent', 'agent-error')

/** The secret that nobody entered. */
export const SecretReasonSchema = z.union([
  plain('new-passphrase'),
  about('passphrase-of', { identity: z.string() }),
  about('passphrase-lost', { identity: z.string() }),
  about('password-of', { user: z.string(), host: z.string() }),
  about('answers-for', { user: z.string(), host: z.string() }),
  about('answers-for-account', { account: z.string() }),
  about('key-of', { user: z.string(), host: z.string() }),
])

/** The SSH server's reason for refusing a channel to a destination. */
export const destinationFaults = ['connection-refused', 'host-unreachable', 'host-not-found', 'channel-refused'] as const
export type DestinationFault = (typeof destinationFaults)[number]

export const MailServerReasonSchema = plain(...destinationFaults, 'closed-without-greeting', 'unwelcome')

/** Why a mail server's certificate does not verify (RFC 5280, RFC 9525), by the names of `certificateFaults`. Dates are ISO 8601 in UTC. */
export const CertificateReasonSchema = z.union([
  plain('self-signed', 'issuer-missing', 'not-for-servers', 'not-acceptable'),
  about('authority-unknown', { issuer: z.string() }),
  about('expired', { since: z.string() }),
  about('not-yet-valid', { from: z.string() }),
  about('other-name', { names: z.array(z.string()) }),
])
export type CertificateReason = z.infer<typeof CertificateReasonSchema>

/** Why TLS to a mail server did not come about. Nothing of the mail client has been sent by then. */
export const MailTlsReasonSchema = z.union([
  plain(
    'not-offered',
    'refused',
    'pre-authenticated',
    'data-before-tls',
    'plain-text-instead',
    'version-too-old',
    'client-certificate-wanted',
    'handshake-failed',
    'cut',
  ),
  about('too-slow', { seconds }),
])
export type MailTlsReason = z.infer<typeof MailTlsReasonSchema>

/** The OS's reason for refusing access to a file. */
export const FileReasonSchema = plain(
  'no-permission',
  'disk-full',
  'read-only',
  'folder-missing',
  'name-taken',
  'not-a-file',
  'registry-refused',
  'system-error',
)
export type FileReason = z.infer<typeof FileReasonSchema>

/** Why a public key could not be installed on a server. */
export const InstallReasonSchema = plain(
  'runs-no-commands',
  'install-shell-without-end',
  'install-on-windows',
  'install-unsafe',
  'install-silent',
  'install-failed',
)
export type InstallReason = z.infer<typeof InstallReasonSchema>

/** What became of a line in authorized_keys with which the key is refused. */
export const keyLineFates = ['taken-out', 'left'] as const

/** Why the log-in with an installed public key could not be proved. */
export const ProofReasonSchema = z.union([
  plain('key-not-taken'),
  about('key-not-forwarded', { destination: z.string() }),
  about('key-unanswered', {
    destination: z.string(),
    why: z.enum([...destinationFaults, 'closed-without-greeting', 'unwelcome', 'no-answer']),
  }),
])
export type ProofReason = z.infer<typeof ProofReasonSchema>

/** Why a value from a person or a program is refused. */
export const inputReasons = [
  // Fields of an account and of its forwards.
  'account-name',
  'authentication',
  'fingerprint',
  'forward-host',
  'forward-loopback',
  'forward-service',
  'forward-twice',
  'host-name',
  'jump-loop',
  'jump-unknown',
  'linger',
  'mail-address',
  'mail-tls',
  'port',
  'port-of-another-account',
  'port-twice',
  'user-name',
  'value',
  // Keys and secrets.
  'key-name',
  'passphrase-empty',
  'secret-too-long',
  'no-forwards-to-restrict-to',
  // The command line.
  'descriptor',
  'fd-empty',
  'fd-terminal',
  'fd-too-long',
  'fd-unreadable',
  'file-missing',
  'file-unreadable',
  'forward-form',
  'forward-unknown',
  'host',
  'not-a-file',
  // Imports.
  'import-form',
  'import-too-long',
  'import-without-server',
  // Requests of the window.
  'answer-count',
  'answer-kind',
  'field-unknown',
  'guide-file-unknown',
  'log-in-item-unavailable',
  'question-gone',
  'request-unknown',
] as const
export type InputReason = (typeof inputReasons)[number]

export const InputReasonSchema = plain(...inputReasons)

/** Every reason of a failure, with its values. The words are in assets/locales under `reason.<name>`. */
export const ReasonSchemas = [
  LossReasonSchema,
  SilenceReasonSchema,
  LogInSilenceSchema,
  MisbehaviourSchema,
  KeyReasonSchema,
  AgentReasonSchema,
  SecretReasonSchema,
  MailServerReasonSchema,
  CertificateReasonSchema,
  MailTlsReasonSchema,
  FileReasonSchema,
  InstallReasonSchema,
  ProofReasonSchema,
  InputReasonSchema,
] as const
export type Reason = z.infer<(typeof ReasonSchemas)[number]>
export type ReasonName = Reason['reason'] | Extract<ProofReason, { reason: 'key-unanswered' }>['why']
