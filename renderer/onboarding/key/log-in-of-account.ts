import type { Account, AccountDraft, AuthenticationMethodName, IdentityReference } from '../../../contract/account.ts'
import type { Onboarding } from '../../../contract/onboarding.ts'

/** The log-in of an account for which Postern installs no key on the server. */
export type LogIn = { readonly way: 'agent' | 'password' } | { readonly way: 'file'; readonly path: string }

const typed: readonly AuthenticationMethodName[] = ['keyboard-interactive', 'password']
const methodsOf: Readonly<Record<LogIn['way'], readonly AuthenticationMethodName[]>> = {
  // If the server does not accept the agent or the key, the person can still log in by password.
  agent: ['agent', ...typed],
  file: ['key', ...typed],
  password: typed,
}

const identityOf = (logIn: LogIn): IdentityReference | undefined =>
  logIn.way === 'file' ? { kind: 'file', path: logIn.path } : undefined

const draftOf = (account: Account): AccountDraft => {
  const draft: AccountDraft & { id?: string } = { ...account }
  delete draft.id
  return draft
}

/** The account with that log-in, or undefined if the account has it already. */
export const draftWithLogIn = (account: Account, logIn: LogIn): AccountDraft | undefined => {
  const authentication = [...methodsOf[logIn.way]]
  const identity = identityOf(logIn)
  const isSo =
    account.authentication.join() === authentication.join() && JSON.stringify(account.identity) === JSON.stringify(identity)
  if (isSo) return undefined
  return { ...draftOf(account), authentication, identity }
}

/**
 * The account with the password as a method too, or undefined if the account has that method. Before the key is on the server, only the
 * password can log in.
 */
export const draftWithPassword = (account: Account): AccountDraft | undefined => {
  if (account.authentication.includes('password')) return undefined
  return {
    ...draftOf(account),
    authentication: [...account.authentication.filter((method) => method !== 'keyboard-interactive'), ...typed],
  }
}

/** Whether the account logs in with that key of Postern's, which means that the server has accepted the key. */
export const logsInWith = (account: Account | undefined, name: string): boolean =>
  account?.identity?.kind === 'kept' && account.identity.name === name && account.authentication.includes('key')

/** The install step after a choice of key: still proven only if the account logs in with that key. */
export const installWith = (install: Onboarding['install'], account: Account | undefined, name: string): Onboarding['install'] => ({
  ...install,
  proven: install.proven && logsInWith(account, name),
})
