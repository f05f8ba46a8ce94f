import path from 'node:path'
import { AuthenticationMethodSchema, type Account, type AccountDraft } from '../../../../contract/account.ts'
import { FingerprintSchema } from '../../../../contract/host-key.ts'
import type { Core } from '../../../core.ts'
import { invalidInput, lingerOption } from '../options.ts'

/** The options that `account add` and `account edit` share, as commander passes them; `false` is a `--no-…`. */
export interface AccountOptions {
  readonly host?: string
  readonly user?: string
  readonly port?: number
  readonly key?: string
  readonly identity?: string | false
  readonly trust?: string | false
  readonly compression?: boolean
  readonly jump?: string | false
  readonly auth?: string
  readonly connect?: Account['connect']
  readonly linger?: string
  readonly mailUser?: string | false
  readonly mailAddress?: string | false
}

/**
 * The account's fields that the options set, without the forwards. A field without an option is absent, and an undefined one is to be
 * removed. Rejects for an account or a key that does not exist.
 */
export const accountFields = async (core: Core, options: AccountOptions): Promise<Partial<AccountDraft>> => ({
  ...(options.host === undefined ? {} : { host: options.host }),
  ...(options.user === undefined ? {} : { user: options.user }),
  ...(options.port === undefined ? {} : { port: options.port }),
  ...(options.compression === undefined ? {} : { compression: options.compression }),
  ...(options.connect === undefined ? {} : { connect: options.connect }),
  ...(options.linger === undefined ? {} : { lingerSeconds: readLinger(options.linger) }),
  ...(options.mailUser === undefined ? {} : { mailUser: valueOf(options.mailUser) }),
  ...(options.mailAddress === undefined ? {} : { mailAddress: valueOf(options.mailAddress) }),
  ...(options.auth === undefined ? {} : { authentication: readAuthentication(options.auth) }),
  ...(options.trust === undefined ? {} : { trustedFingerprint: readTrust(options.trust) }),
  ...(options.jump === undefined ? {} : { jumpAccountId: await readJump(core, options.jump) }),
  ...(await readIdentity(core, options)),
})

/** The value of an option; undefined, which removes the field, for its `--no-…`. */
const valueOf = (option: string | false): string | undefined => (option === false ? undefined : option)

const readAuthentication = (text: string): Account['authentication'] =>
  text.split(',').map((name) => {
    const method = AuthenticationMethodSchema.safeParse(name.trim())
    if (!method.success) throw invalidInput('--auth', name, 'authentication')
    return method.data
  })

const readTrust = (trust: string | false): string | undefined => {
  if (trust === false) return undefined
  const fingerprint = FingerprintSchema.safeParse(trust.trim().replaceAll('=', ''))
  // SECURITY: only a whole fingerprint pins a key.
  if (!fingerprint.success) throw invalidInput('--trust', trust, 'fingerprint')
  return fingerprint.data
}

/** Undefined removes the account's own linger, so that the settings apply. */
const readLinger = (text: string): Account['lingerSeconds'] => (text === 'default' ? undefined : lingerOption('--linger')(text))

const readJump = async (core: Core, jump: string | false): Promise<string | undefined> =>
  jump === false ? undefined : (await core.accounts.find(jump)).id

const readIdentity = async (core: Core, { key, identity }: AccountOptions): Promise<Partial<AccountDraft>> => {
  if (key !== undefined) return { identity: { kind: 'file', path: path.resolve(key) } }
  if (identity === undefined) return {}
  if (identity === false) return { identity: undefined }
  return { identity: { kind: 'kept', name: (await core.identities.find(identity)).name } }
}
