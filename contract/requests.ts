import { z } from 'zod'
import type { About, Licence } from './about.ts'
import { AccountDraftSchema, AccountSchema, IdentityReferenceSchema, type Account } from './account.ts'
import type { Desktop } from './desktop.ts'
import type { LogLine } from './events.ts'
import type { FoundMailService } from './found-mail-service.ts'
import type { GreetingCheck } from './greeting-check.ts'
import { guideClients, type Guide } from './guide.ts'
import { FingerprintSchema, type HostKeyOffer, type KnownHost } from './host-key.ts'
import {
  IdentityNameSchema,
  PassphraseChoiceSchema,
  SecretSchema,
  type Identity,
  type KeyInstallation,
  type PublicIdentity,
} from './identity.ts'
import type { AccountExport, FoundOnComputer, ImportedAccount } from './imported-account.ts'
import { DestinationHostSchema, LocalForwardSchema, PortSchema } from './local-forward.ts'
import type { LocalPortCheck } from './local-port.ts'
import type { LogInItem } from './log-in-item.ts'
import { CertificateFingerprintSchema, type PinnedCertificate } from './mail-tls.ts'
import { OnboardingSchema, type Onboarding } from './onboarding.ts'
import { AnswerSchema, type PendingQuestion } from './question.ts'
import { SettingsChangeSchema, type Settings } from './settings.ts'
import { TrafficPeriodSchema, type ForwardTraffic, type TrafficHistory } from './traffic.ts'
import type { TunnelStatus } from './tunnel-state.ts'
import type { Update } from './update.ts'

/** The schema of a request's input, checked in main. The type of the answer exists only for the compiler. */
interface Request<Input extends z.ZodType, Answer> {
  readonly input: Input
  readonly answer?: Answer
}

/** `answering<Answer>()({ name: schema })`: every request takes one object, and no field beyond the named ones. */
const answering =
  <Answer>() =>
  <Shape extends z.ZodRawShape>(shape: Shape): Request<z.ZodObject<Shape, z.core.$strict>, Answer> => ({
    input: z.strictObject(shape),
  })

const accountId = z.uuid()
/** The hosts whose mail ports a restricted key may open, beside the account's own forwards. */
const mailHosts = z.array(DestinationHostSchema).max(3)
const guideClient = z.enum(guideClients)
const mailDestination = z.strictObject({
  sshHost: z.string().min(1).max(255),
  sshPort: PortSchema,
  host: DestinationHostSchema,
  port: PortSchema,
})

/**
 * renderer → main: every call of the window, by name. main/requests answers them; both shells pass them on unchanged.
 *
 * SECURITY: the renderer is untrusted, so every length is bounded here, and no answer holds a secret.
 */
export const requests = {
  listAccounts: answering<readonly Account[]>()({}),
  addAccount: answering<Account>()({ draft: AccountDraftSchema }),
  /** Replaces the whole account. A running tunnel that the change affects is disconnected and connected again. */
  editAccount: answering<Account>()({ accountId, draft: AccountDraftSchema }),
  /** Ends the account's tunnel, forgets its password, and returns the account, for a later `restoreAccount`. */
  removeAccount: answering<Account>()({ accountId }),
  restoreAccount: answering<Account>()({ account: z.strictObject({ ...AccountDraftSchema.shape, id: AccountSchema.shape.id }) }),
  /** Forgets the account's password in the keychain. */
  forgetPassword: answering<null>()({ accountId }),

  /** The running tunnels. */
  listTunnels: answering<readonly TunnelStatus[]>()({}),
  /** Answers once every local port was tried. The further course comes as events. */
  connect: answering<null>()({ accountId }),
  disconnect: answering<null>()({ accountId }),
  retry: answering<null>()({ accountId }),
  /** Reads each mail server's greeting through a connection of its own. */
  checkGreetings: answering<readonly GreetingCheck[]>()({ accountId }),

  /** Whether a local port can be bound now. `forwardId` names the asking forward, whose own port counts as free. */
  checkLocalPort: answering<LocalPortCheck>()({
    bindAddress: LocalForwardSchema.shape.bindAddress,
    port: PortSchema,
    accountId: accountId.optional(),
    forwardId: LocalForwardSchema.shape.id.optional(),
  }),
  /** Proposes a free local port for a destination port, which no account uses. `taken` are the other ports of the form. */
  proposeLocalPort: answering<number>()({ destinationPort: PortSchema, taken: z.array(PortSchema).max(200) }),

  listIdentities: answering<readonly Identity[]>()({}),
  /** Returns the public part of a key, without its passphrase. Rejects for a file of the person's own that cannot be read. */
  inspectIdentity: answering<PublicIdentity>()({ reference: IdentityReferenceSchema }),
  createIdentity: answering<Identity>()({
    name: IdentityNameSchema,
    type: z.enum(['ed25519', 'rsa']),
    passphrase: PassphraseChoiceSchema,
  }),
  /** `from` is the absolute path of a file of this computer, or the content of a file that the person picked. */
  importIdentity: answering<Identity>()({
    name: IdentityNameSchema,
    from: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('file'), path: z.string().min(1).max(4096) }),
      z.strictObject({ kind: z.literal('text'), text: z.string().min(1).max(65_536) }),
    ]),
    /** The passphrase of the file. Rejects `secret-needed` if it is needed and missing, `passphrase-wrong` if it is wrong. */
    current: SecretSchema.optional(),
    passphrase: PassphraseChoiceSchema,
  }),
  /** `current` is the old passphrase if the person has it. For a key of the keychain, the keychain has it. */
  changePassphrase: answering<Identity>()({
    name: IdentityNameSchema,
    current: SecretSchema.optional(),
    passphrase: PassphraseChoiceSchema,
  }),
  /** With `evenInUse` also removes the key from the accounts that use it; otherwise rejects `identity-in-use` for them. Cannot be undone. */
  removeIdentity: answering<Identity>()({ name: IdentityNameSchema, evenInUse: z.boolean() }),
  /** The line for authorized_keys: with the restriction to the account's forwards and the mail ports of `mailHosts`, or without. */
  getKeyLine: answering<string>()({ accountId, identity: IdentityNameSchema, restricted: z.boolean(), mailHosts }),
  /** Installs the key with one log-in by password, and proves it. An existing line of this key with other options is replaced. */
  installKey: answering<KeyInstallation>()({ accountId, identity: IdentityNameSchema, restricted: z.boolean(), mailHosts }),
  /** Logs in with the key alone, after somebody else installed it, and lets the account use it. Rejects `key-install-unproven`. */
  proveKey: answering<Account>()({ accountId, identity: IdentityNameSchema }),
  /** Writes the public key line into the person's downloads. Answers the absolute path. Never overwrites a file. */
  savePublicKey: answering<string>()({
    identity: IdentityNameSchema,
    accountId: accountId.optional(),
    restricted: z.boolean(),
    mailHosts,
  }),

  listKnownHosts: answering<readonly KnownHost[]>()({}),
  /** Removes every line for `host` (in the form of `listKnownHosts`) from Postern's own file. Answers their number. */
  removeKnownHost: answering<number>()({ host: z.string().min(1).max(300) }),
  /** Replaces the known key by the one that was refused as changed, if `fingerprint` is that key's. */
  replaceHostKey: answering<null>()({ host: z.string().min(1).max(255), port: PortSchema, fingerprint: FingerprintSchema }),

  /** Connects only to read the host key. Does not log in, and does not trust the key. */
  getHostKey: answering<HostKeyOffer>()({ accountId }),
  /** Trusts the key that `getHostKey` showed last for this account, if `fingerprint` is that key's. */
  trustHostKey: answering<null>()({ accountId, fingerprint: FingerprintSchema }),

  /** The certificates of mail servers that do not verify and are trusted all the same. */
  listCertificates: answering<readonly PinnedCertificate[]>()({}),
  removeCertificate: answering<null>()({ destination: mailDestination }),
  /** Trusts the certificate that was refused last, in place of a pinned one where there is one, if `fingerprint` is that one's. */
  replaceCertificate: answering<null>()({ destination: mailDestination, fingerprint: CertificateFingerprintSchema }),

  listQuestions: answering<readonly PendingQuestion[]>()({}),
  answerQuestion: answering<null>()({ questionId: z.uuid(), answer: AnswerSchema }),

  listTraffic: answering<readonly ForwardTraffic[]>()({}),
  getTrafficHistory: answering<TrafficHistory>()({
    accountId: accountId.optional(),
    by: TrafficPeriodSchema,
    days: z.number().int().min(1).max(90),
  }),

  /** Reads accounts from the text of another program: an ssh command line, a Host block, a .fetchmailrc, a PuTTY session. */
  readImport: answering<readonly ImportedAccount[]>()({ text: z.string().max(200_000) }),
  /** Finds the configuration of OpenSSH, PuTTY and Cygwin on this computer. */
  discover: answering<readonly FoundOnComputer[]>()({}),
  exportAccount: answering<AccountExport>()({ accountId }),
  /** Checks the seven mail ports of each host through a connection of the account. */
  findMailServices: answering<readonly FoundMailService[]>()({ accountId, hosts: z.array(DestinationHostSchema).min(1).max(3) }),

  /** The unfinished wizard, or null. */
  getOnboarding: answering<Onboarding | null>()({}),
  saveOnboarding: answering<null>()({ onboarding: OnboardingSchema.nullable() }),
  getGuide: answering<Guide>()({ accountId, client: guideClient }),
  /** Writes a file of the guide, mode 0600, into the person's downloads. Answers its absolute path. Never overwrites a file. */
  saveGuideFile: answering<string>()({ accountId, client: guideClient, file: z.string().min(1).max(100) }),
  getLogInItem: answering<LogInItem>()({}),
  setLogInItem: answering<LogInItem>()({ isOn: z.boolean() }),

  /** The last lines of the connection log, oldest first. */
  listLogLines: answering<readonly LogLine[]>()({}),
  /**
   * The text that a person sends to a helper: version, system, states, failures and the last lines of the log. It never holds a secret, and the
   * names of servers, users and accounts only with `withNames`.
   */
  getDiagnosis: answering<string>()({ withNames: z.boolean() }),

  getDesktop: answering<Desktop>()({}),
  getUpdate: answering<Update>()({}),
  /** Quits, and starts the version that is ready. */
  installUpdate: answering<null>()({}),

  getSettings: answering<Settings>()({}),
  changeSettings: answering<Settings>()({ change: SettingsChangeSchema }),
  getAbout: answering<About>()({}),
  listLicences: answering<readonly Licence[]>()({}),
} as const

export type Requests = typeof requests
export type RequestName = keyof Requests
/** The input as the window sends it, defaults left out. */
export type RequestInput<Name extends RequestName> = z.input<Requests[Name]['input']>
/** The input as main reads it, parsed. */
export type ParsedInput<Name extends RequestName> = z.output<Requests[Name]['input']>
export type RequestAnswer<Name extends RequestName> =
  NonNullable<Requests[Name]['answer']> | Extract<Requests[Name]['answer'], null>

export const requestNames = Object.keys(requests) as readonly RequestName[]
