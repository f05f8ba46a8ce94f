import { randomUUID } from 'node:crypto'
import type { Account } from '../../contract/account.ts'
import { FailureError, failureOf } from '../../contract/failure.ts'
import type { Vault } from '../vault/vault.ts'
import { demandConsistent, parseAccount, sameName } from './account-rules.ts'
import type { AccountService } from './account-service.ts'
import type { AccountStore, StoredData } from './account-store.ts'
import { withFacts, withoutStaleFacts } from './mail-server-facts.ts'

const findIn = ({ accounts }: StoredData, nameOrId: string): Account => {
  const account = accounts.find(({ id }) => id === nameOrId) ?? accounts.find(({ name }) => sameName(name, nameOrId))
  if (account === undefined) throw new FailureError({ code: 'account-not-found', account: nameOrId })
  return account
}

const demandUnused = (account: Account, { accounts }: StoredData): void => {
  const by = accounts.filter(({ jumpAccountId }) => jumpAccountId === account.id).map(({ name }) => name)
  if (by.length > 0) throw new FailureError({ code: 'account-in-use', account: account.name, by })
}

/** The data without the unfinished wizard, if that sets up `account`. Restoring the account does not restore the wizard. */
const withoutWizardOf = ({ id }: Account, { onboarding, ...data }: StoredData): StoredData =>
  onboarding === undefined || onboarding.accountId === id ? data : { ...data, onboarding }

/** Creates the service of the accounts in `store`. Their passwords are in `vault`. */
export const createAccountService = (store: AccountStore, vault: Pick<Vault, 'remove'>): AccountService => {
  const forgetPassword = async (accountId: string): Promise<void> => {
    try {
      await vault.remove({ kind: 'password', accountId })
    } catch (error) {
      // Without a keychain there is no password. A locked keychain may hold one, so that failure is reported.
      if (failureOf(error)?.code !== 'keychain-absent') throw error
    }
  }

  const insert = async (account: Account): Promise<Account> => {
    await store.update((data) => {
      if (data.accounts.some(({ id }) => id === account.id))
        throw new FailureError({ code: 'account-exists', account: account.name })
      demandConsistent(account, data)
      return { ...data, accounts: [...data.accounts, account] }
    })
    return account
  }

  /** `fieldsOf` returns the new fields from the stored account. It runs twice: before the lock is taken, and under the lock. */
  const change = async (nameOrId: string, fieldsOf: (before: Account) => object): Promise<Account> => {
    const now = findIn(await store.read(), nameOrId)
    const { id } = now
    const changed = (before: Account): Account =>
      withoutStaleFacts(before, parseAccount(withoutUndefined({ ...fieldsOf(before), id })))
    // SECURITY: a password belongs to one user of one server. If it stayed, Postern would send it to the new server or user.
    if (serverOf(changed(now)) !== serverOf(now)) await forgetPassword(id)
    const data = await store.update((before) => {
      const account = changed(findIn(before, id))
      demandConsistent(account, before)
      return { ...before, accounts: before.accounts.map((other) => (other.id === id ? account : other)) }
    })
    return findIn(data, id)
  }

  return {
    list: async () => (await store.read()).accounts,
    find: async (nameOrId) => findIn(await store.read(), nameOrId),
    add: async (draft) => insert(parseAccount({ ...draft, id: randomUUID() })),
    edit: (nameOrId, fields) => change(nameOrId, (before) => ({ ...before, ...fields })),
    replace: (nameOrId, draft) => change(nameOrId, () => draft),
    remove: async (nameOrId) => {
      const data = await store.read()
      const account = findIn(data, nameOrId)
      demandUnused(account, data)
      // The secret goes first: if the account went first and the keychain was locked, the password would stay in it for ever.
      await forgetPassword(account.id)
      await store.update((now) => {
        demandUnused(account, now)
        return withoutWizardOf(account, { ...now, accounts: now.accounts.filter(({ id }) => id !== account.id) })
      })
      return account
    },
    restore: async (account) => insert(parseAccount(account)),
    keepFacts: async (asked, learnt) => {
      const learn = ({ accounts }: StoredData): StoredData['accounts'] =>
        accounts.map((account) => (account.id === asked.id ? withFacts(account, asked, learnt) : account))
      const isNew = (data: StoredData): boolean => learn(data).some((account, index) => account !== data.accounts[index])
      // Mostly nothing is new, and then the file is not written.
      if (!isNew(await store.read())) return false
      await store.update((data) => ({ ...data, accounts: learn(data) }))
      return true
    },
    forgetPassword: async (nameOrId) => forgetPassword(findIn(await store.read(), nameOrId).id),
  }
}

const serverOf = ({ user, host, port }: Account): string => `${user}@${host.toLowerCase()}:${port}`

/** The fields without those that are undefined, so that the schema fills in their defaults. */
const withoutUndefined = (fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
