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

/**
 * renderer → main: every call of the window, by name. main/requests answers them; both shells carry them as they are.
 *
 * SECURITY: the renderer is untrusted, so every length is bounded here, and no answer holds a secret.
 */
export const requests = {
  listAccounts: answering<readonly Account[]>()({}),
  addAccount: answering<Account>()({ draft: AccountDraftSchema }),
  /** The whole account as it is to be; a tunnel that runs is brought down and up again with it. */
  editAccount: answering<Account>()({ accountId, draft: AccountDraftSchema }),
  /** Ends the account's tunnel, forgets its password, and gives the account, for `restoreAccount` to take back. */
  removeAccount: answering<Account>()({ accountId }),
  restoreAccount: answering<Account>()({ account: z.strictObject({ ...AccountDraftSchema.shape, id: AccountSchema.shape.id }) }),
  /** Forgets the account's password in the keychain. */
  forgetPassword: answering<null>()({ accountId }),

  /** The tunnels that run. An account without one is not among them. */
  listTunnels: answering<readonly TunnelStatus[]>()({}),
  /** Answers once every local port was tried; what follows comes as events. */
  connect: answering<null>()({ accountId }),
  disconnect: answering<null>()({ accountId }),
  retry: answering<null>()({ accountId }),
  /** Reads each mail server's greeting through a connection of its own. */
  checkGreetings: answering<readonly GreetingCheck[]>()({ accountId }),

  /** Whether a local port can be had now. `forwardId` names the forward that asks, so that it is not in its own way. */
  checkLocalPort: answering<LocalPortCheck>()({
    bindAddress: LocalForwardSchema.shape.bindAddress,
    port: PortSchema,
    accountId: accountId.optional(),
    forwardId: LocalForwardSchema.shape.id.optional(),
  }),
  /** A local port for a destination port that no account has and nothing on this computer holds. `taken` is what the form has beside. */
  proposeLocalPort: answering<number>()({ destinationPort: PortSchema, taken: z.array(PortSchema).max(200) }),

  listIdentities: answering<readonly Identity[]>()({}),
  /** What a key shows without its passphrase; for a file of the person's own, whether it can be read. */
  inspectIdentity: answering<PublicIdentity>()({ reference: IdentityReferenceSchema }),
  createIdentity: answering<Identity>()({
    name: IdentityNameSchema,
    type: z.enum(['ed25519', 'rsa']),
    passphrase: PassphraseChoiceSchema,
  }),
  /** `from` is a file of this computer by its absolute path, or the content of one that the person picked. */
  importIdentity: answering<Identity>()({
    name: IdentityNameSchema,
    from: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('file'), path: z.string().min(1).max(4096) }),
      z.strictObject({ kind: z.literal('text'), text: z.string().min(1).max(65_536) }),
    ]),
    /** The passphrase of the file. Rejects `secret-needed` where one is needed and missing, `passphrase-wrong` where it does not fit. */
    current: SecretSchema.optional(),
    passphrase: PassphraseChoiceSchema,
  }),
  /** `current` where the person has it; for a key of the keychain, the keychain gives it. */
  changePassphrase: answering<Identity>()({
    name: IdentityNameSchema,
    current: SecretSchema.optional(),
    passphrase: PassphraseChoiceSchema,
  }),
  /** Takes the key from the accounts that use it, too, where `evenInUse`; else rejects `identity-in-use`. Cannot be undone. */
  removeIdentity: answering<Identity>()({ name: IdentityNameSchema, evenInUse: z.boolean() }),
  /** The line for authorized_keys: with the restriction to the account's forwards and the mail ports of `mailHosts`, or without. */
  getKeyLine: answering<string>()({ accountId, identity: IdentityNameSchema, restricted: z.boolean(), mailHosts }),
  /** Over one log-in by password; a line of this key that stands there with other options is put right. Then proves it. */
  installKey: answering<KeyInstallation>()({ accountId, identity: IdentityNameSchema, restricted: z.boolean(), mailHosts }),
  /** Logs in with the key alone, after somebody else installed it, and lets the account use it. Rejects `key-install-unproven`. */
  proveKey: answering<Account>()({ accountId, identity: IdentityNameSchema }),
  /** Writes the public key line beside the person's downloads. Answers the absolute path; overwrites nothing. */
  savePublicKey: answering<string>()({
    identity: IdentityNameSchema,
    accountId: accountId.optional(),
    restricted: z.boolean(),
    mailHosts,
  }),

  listKnownHosts: answering<readonly KnownHost[]>()({}),
  /** Takes every line for `host` (as `listKnownHosts` writes it) out of Postern's own file; answers how many. */
  removeKnownHost: answering<number>()({ host: z.string().min(1).max(300) }),
  /** Puts the key that was refused as changed in place of the known one, where `fingerprint` is that key's. */
  replaceHostKey: answering<null>()({ host: z.string().min(1).max(255), port: PortSchema, fingerprint: FingerprintSchema }),

  /** Connects as far as the host key, logs in to nothing, and trusts nothing. */
  getHostKey: answering<HostKeyOffer>()({ accountId }),
  /** Trusts the key that `getHostKey` showed last for this account, where `fingerprint` is that key's. */
  trustHostKey: answering<null>()({ accountId, fingerprint: FingerprintSchema }),

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
  /** Asks the seven mail ports of each host through a connection of the account. */
  findMailServices: answering<readonly FoundMailService[]>()({ accountId, hosts: z.array(DestinationHostSchema).min(1).max(3) }),

  /** The unfinished wizard; null where there is none. */
  getOnboarding: answering<Onboarding | null>()({}),
  saveOnboarding: answering<null>()({ onboarding: OnboardingSchema.nullable() }),
  getGuide: answering<Guide>()({ accountId, client: guideClient }),
  /** Writes a file of the guide, mode 0600, beside the person's downloads. Answers its absolute path; overwrites nothing. */
  saveGuideFile: answering<string>()({ accountId, client: guideClient, file: z.string().min(1).max(100) }),
  getLogInItem: answering<LogInItem>()({}),
  setLogInItem: answering<LogInItem>()({ isOn: z.boolean() }),

  /** The last lines of the connection log, oldest first. */
  listLogLines: answering<readonly LogLine[]>()({}),
  /**
   * What a person hands on with a question about Postern: version, system, states, failures and the last lines of the log. Never a secret;
   * the names of servers, users and accounts only where `withNames`.
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
