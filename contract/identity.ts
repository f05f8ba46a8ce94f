import { z } from 'zod'
import type { Account } from './account.ts'

export const identityTypes = ['ed25519', 'rsa', 'ecdsa'] as const
export type IdentityType = (typeof identityTypes)[number]

export const IdentityNameSchema = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u)

/** A key pair that Postern keeps. Everything here is public. */
export const IdentitySchema = z.object({
  name: IdentityNameSchema,
  type: z.enum(identityTypes),
  bits: z.number().int(),
  /** `SHA256:…` of the public key blob. */
  fingerprint: z.string(),
  /** The line for authorized_keys: type, base64, comment. */
  publicKeyLine: z.string(),
  /** The absolute path of the encrypted private key. */
  file: z.string(),
  createdAt: z.iso.datetime(),
  /** Whether the person types the passphrase, or the OS keychain alone holds it (recipe R11). */
  passphrase: z.enum(['asked', 'keychain']),
})
export type Identity = z.infer<typeof IdentitySchema>

/** What a private key file shows without its passphrase. */
export interface PublicIdentity {
  readonly type: IdentityType
  readonly bits: number
  readonly fingerprint: string
  readonly randomart: string
  readonly publicKeyLine: string
  readonly encrypted: boolean
}

/**
 * A secret on its way from the window to main, and never back.
 *
 * SECURITY: its length is bounded, and a refusal does not show its value.
 */
export const SecretSchema = z.string().min(1).max(4096)

/** The keeper of a key's passphrase: the person, who typed it, or only the OS keychain, with a random one (recipe R11). */
export const PassphraseChoiceSchema = z.discriminatedUnion('kept', [
  z.strictObject({ kept: z.literal('asked'), passphrase: SecretSchema }),
  z.strictObject({ kept: z.literal('keychain') }),
])
export type PassphraseChoice = z.infer<typeof PassphraseChoiceSchema>

/** The result of installing a public key on a server. */
export interface KeyInstallation {
  /** The line as it stands on the server now. */
  readonly line: string
  /** Whether the same line was there before, so that nothing was written. */
  readonly alreadyThere: boolean
  /** The changed account, which logs in with the key. */
  readonly account: Account
  readonly identity: Identity
}
