import type { AccountService } from '../accounts/account-service.ts'
import type { FileToSave } from '../data-folder/save-in-downloads.ts'
import type { IdentityService } from '../identities/identity-service.ts'
import type { PassphraseAsker } from '../keys/unlock-key.ts'
import type { InstallKey } from '../key-install/install-key.ts'
import { keyLineFor, type KeyLineWish } from '../key-install/key-line-for.ts'
import type { ProveAccountKey } from '../key-install/prove-account-key.ts'
import type { EmitToWindow, RequestHandlers } from './request-handlers.ts'

export interface IdentityRequestParts {
  readonly identities: IdentityService
  readonly accounts: Pick<AccountService, 'find' | 'list'>
  readonly installKey: InstallKey
  readonly proveKey: ProveAccountKey
  /** Writes a file into the person's downloads and returns its absolute path. */
  readonly save: (file: FileToSave) => string
  readonly emit: EmitToWindow
}

type IdentityHandlers = Pick<
  RequestHandlers,
  | 'listIdentities'
  | 'inspectIdentity'
  | 'createIdentity'
  | 'importIdentity'
  | 'changePassphrase'
  | 'removeIdentity'
  | 'getKeyLine'
  | 'installKey'
  | 'proveKey'
  | 'savePublicKey'
>

/** Answers every question for a passphrase with `current`: the window has asked the person before it sent the request. */
const askerWith =
  (current: string | undefined): PassphraseAsker =>
  () =>
    Promise.resolve(current)

/** Requests about key pairs, and about their public keys on servers. */
export const identityRequests = (dependencies: IdentityRequestParts): IdentityHandlers => {
  const { identities, accounts, installKey, proveKey, save, emit } = dependencies
  const tellAccounts = async (): Promise<void> => emit('AccountsChanged', await accounts.list())

  const lineOf = async (options: KeyLineWish & { readonly identity: string; readonly accountId?: string | undefined }) => {
    const { accountId } = options
    const identity = await identities.find(options.identity)
    return {
      identity,
      line: keyLineFor(identity, accountId === undefined ? { forwards: [] } : await accounts.find(accountId), options),
    }
  }

  return {
    listIdentities: () => identities.list(),
    inspectIdentity: ({ reference }) => identities.inspect(reference),
    createIdentity: (options) => identities.create(options),
    importIdentity: ({ current, ...options }) => identities.import({ ...options, current: askerWith(current) }),
    changePassphrase: ({ current, ...options }) => identities.changePassphrase({ ...options, current: askerWith(current) }),
    removeIdentity: async ({ name, evenInUse }) => {
      const removed = await identities.remove(name, { evenInUse })
      if (evenInUse) await tellAccounts()
      return removed
    },
    getKeyLine: async (options) => (await lineOf(options)).line,
    installKey: async ({ accountId, ...options }) => {
      const installation = await installKey({ ...options, account: accountId })
      await tellAccounts()
      return installation
    },
    proveKey: async ({ accountId, identity }) => {
      const { account } = await proveKey({ account: accountId, identity })
      await tellAccounts()
      return account
    },
    savePublicKey: async (options) => {
      const { identity, line } = await lineOf(options)
      return save({ name: `${identity.name}.pub`, text: `${line}\n` })
    },
  }
}
