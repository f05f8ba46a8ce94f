import { z } from 'zod'
import { FingerprintSchema } from './host-key.ts'
import { LingerSecondsSchema } from './linger.ts'
import { LocalForwardSchema, mailTlsFault, mailTlsFits, PortSchema } from './local-forward.ts'

/** The log-in methods of Postern, tried in the order that the account names (RFC 4252, RFC 4256). */
export const authenticationMethods = ['agent', 'key', 'keyboard-interactive', 'password'] as const
export const AuthenticationMethodSchema = z.enum(authenticationMethods)
export type AuthenticationMethodName = z.infer<typeof AuthenticationMethodSchema>

/** When an account connects. */
export const connectTimes = ['manual', 'at-start', 'on-first-use'] as const

/** A private key that the account logs in with: one that Postern keeps, or a file of the person's own, used where it is. */
export const IdentityReferenceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('kept'), name: z.string().min(1).max(64) }),
  z.object({ kind: z.literal('file'), path: z.string().min(1).max(4096) }),
])
export type IdentityReference = z.infer<typeof IdentityReferenceSchema>

/** A name a person types on the command line and reads in the tray. */
export const AccountNameSchema = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._@-]*$/u)

// A host name, an IPv4 or an IPv6 address. In an exported command line a leading dash would be an option of ssh.
const HostSchema = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[^\s\p{C}/@[\]"'`\\$-][^\s\p{C}/@[\]"'`\\$]*$/u)

// The person's log-in name on the SSH server: whatever ssh accepts (valid_ruser of OpenSSH's ssh.c), `CORP\bob` and `Bob Jones` among them.
const UserSchema = z
  .string()
  .min(1)
  .max(255)
  .regex(/^(?![-\s])(?:(?!\s-|\\[\s\\])[^\p{C}"'`])+(?<![\s\\])$/u)

// The same on the mail server. It goes into files of many formats, where a quote, a blank or a backslash would mean more.
const MailUserSchema = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[^\s\p{C}"'`\\$-][^\s\p{C}"'`\\$]*$/u)

// A value for mail clients. It goes into files of many formats, where a quote, a blank or a control character would have a meaning.
const MailAddressSchema = z
  .string()
  .max(254)
  .regex(/^[^\s\p{C}@"'`\\$<>()[\],;:&%#=-][^\s\p{C}@"'`\\$<>()[\],;:&%#=]*@[\p{L}\p{N}](?:[\p{L}\p{N}.-]*[\p{L}\p{N}])?$/u)

/** An SSH server plus the mail ports wanted from it. Holds no secret. */
export const AccountSchema = z.object({
  id: z.uuid(),
  name: AccountNameSchema,
  host: HostSchema,
  port: PortSchema.default(22),
  user: UserSchema,
  authentication: z.array(AuthenticationMethodSchema).min(1).default(['agent', 'key', 'keyboard-interactive', 'password']),
  identity: IdentityReferenceSchema.optional(),
  /** The id of the account whose connection leads to this server (ssh_config's ProxyJump). */
  jumpAccountId: z.uuid().optional(),
  /** Offer zlib@openssh.com (recipe R3). */
  compression: z.boolean().default(false),
  /** When SSH connects: when the person asks for it, when Postern starts, or when a mail client connects to the bound port (recipe R5). */
  connect: z.enum(connectTimes).default('manual'),
  /** Seconds for which a connection on first use stays after the last mail client hung up; `null` is for ever. By default the settings' value. */
  lingerSeconds: LingerSecondsSchema.optional(),
  /** The only host key that the account accepts; of the known_hosts files only the revoked keys count. */
  trustedFingerprint: FingerprintSchema.optional(),
  /** The person's mail address, for the guides. */
  mailAddress: MailAddressSchema.optional(),
  /** The user name at the mail server, where it is another than `user`. */
  mailUser: MailUserSchema.optional(),
  forwards: z.array(LocalForwardSchema).default([]),
  /** The person has left the encryption to the mail servers as it is, and is not asked again. */
  keepsMailTls: z.literal(true).optional(),
})
export type Account = z.infer<typeof AccountSchema>

/** The user name for mail apps. That of a Windows domain goes without the domain, until the person says otherwise. */
export const mailUserOf = ({ mailUser, user }: Pick<Account, 'mailUser' | 'user'>): string => {
  if (mailUser !== undefined) return mailUser
  const name = user.slice(user.lastIndexOf('\\') + 1)
  if (MailUserSchema.safeParse(name).success) return name
  const rest = name.replaceAll(/[\s\p{C}"'`\\$]|^-+/gu, '')
  return rest === '' ? 'user' : rest
}

/**
 * An account before it is saved: no id yet, defaults left out, and no other field.
 *
 * SECURITY: lengths are bounded, since it comes from the window.
 */
export const AccountDraftSchema = z.strictObject({
  ...AccountSchema.omit({ id: true }).shape,
  authentication: z.array(AuthenticationMethodSchema).min(1).max(authenticationMethods.length).optional(),
  forwards: z.array(z.strictObject(LocalForwardSchema.shape).refine(mailTlsFits, mailTlsFault)).max(100).default([]),
})
export type AccountDraft = z.input<typeof AccountDraftSchema>
