import { z } from 'zod'
import type { About, Licence } from './about.ts'
import { AccountDraftSchema, AccountSchema, IdentityReferenceSchema, type Account } from './account.ts'
import type { LogLine } from './events.ts'
import type { GreetingCheck } from './greeting-check.ts'
import { FingerprintSchema } from './host-key.ts'
import type { KnownHost } from './host-key.ts'
import type { Identity, PublicIdentity } from './identity.ts'
import { LocalForwardSchema, PortSchema } from './local-forward.ts'
import type { LocalPortCheck } from './local-port.ts'
import { AnswerSchema, type PendingQuestion } from './question.ts'
import { SettingsChangeSchema, type Settings } from './settings.ts'
import { TrafficPeriodSchema, type ForwardTraffic, type TrafficHistory } from './traffic.ts'
import type { TunnelStatus } from './tunnel-state.ts'

/** What a request takes, checked in main; the type of its answer is the compiler's alone. */
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
  retryNow: answering<null>()({ accountId }),
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

  listKnownHosts: answering<readonly KnownHost[]>()({}),
  /** Takes every line for `host` (as `listKnownHosts` writes it) out of Postern's own file; answers how many. */
  removeKnownHost: answering<number>()({ host: z.string().min(1).max(300) }),
  /** Puts the key that was refused as changed in place of the known one, where `fingerprint` is that key's. */
  replaceHostKey: answering<null>()({ host: z.string().min(1).max(255), port: PortSchema, fingerprint: FingerprintSchema }),

  listQuestions: answering<readonly PendingQuestion[]>()({}),
  answerQuestion: answering<null>()({ questionId: z.uuid(), answer: AnswerSchema }),

  listTraffic: answering<readonly ForwardTraffic[]>()({}),
  getTrafficHistory: answering<TrafficHistory>()({
    accountId: accountId.optional(),
    by: TrafficPeriodSchema,
    days: z.number().int().min(1).max(90),
  }),

  /** The last lines of the connection log, oldest first. */
  listLogLines: answering<readonly LogLine[]>()({}),

  getSettings: answering<Settings>()({}),
  changeSettings: answering<Settings>()({ change: SettingsChangeSchema }),
  getAbout: answering<About>()({}),
  listLicences: answering<readonly Licence[]>()({}),
} as const

export type Requests = typeof requests
export type RequestName = keyof Requests
/** As the window gives it, defaults left out. */
export type RequestInput<Name extends RequestName> = z.input<Requests[Name]['input']>
/** As main gets it, parsed. */
export type ParsedInput<Name extends RequestName> = z.output<Requests[Name]['input']>
export type RequestAnswer<Name extends RequestName> =
  NonNullable<Requests[Name]['answer']> | Extract<Requests[Name]['answer'], null>

export const requestNames = Object.keys(requests) as readonly RequestName[]
