import type { z } from 'zod'
import { AccountSchema, type Account, type AccountDraft } from '../../../contract/account.ts'
import type { ImportedAccount } from '../../../contract/imported-account.ts'
import { DestinationHostSchema, type LocalForward } from '../../../contract/local-forward.ts'
import { draftOfValues, portOf, valuesOfAccount } from '../../accounts/editor/account-values.ts'
import { reasonAt } from '../../accounts/editor/problem.ts'
import type { Server } from './propose-server.ts'

export const serverFields = ['mailAddress', 'host', 'user', 'name', 'port', 'mailHost'] as const
export type ServerField = (typeof serverFields)[number]

/** The problem of each wrong field, as a reason of editor/problem.ts. */
export type ServerProblems = Partial<Readonly<Record<ServerField, string>>>

const { host, user, name, port, mailAddress } = AccountSchema.shape
const schemas: Readonly<Record<ServerField, z.ZodType>> = { mailAddress, host, user, name, port, mailHost: DestinationHostSchema }
const optional: readonly ServerField[] = ['mailAddress', 'mailHost']

const isRight = (field: ServerField, text: string): boolean =>
  (text === '' && optional.includes(field)) || schemas[field].safeParse(field === 'port' ? portOf(text) : text).success

/** The problems of the form's values as an account. Main checks again, also against the other accounts. */
export const problemsOfServer = (server: Server): ServerProblems =>
  Object.fromEntries(
    serverFields
      .map((field) => [field, server[field].trim()] as const)
      .filter(([field, text]) => !isRight(field, text))
      .map(([field, text]) => [field, reasonAt([field === 'mailHost' ? 'destinationHost' : field], text)]),
  )

/** The problems to show: only that of the mail address while no other field is visible. */
export const problemsInSight = (server: Server, isOpen: boolean): ServerProblems =>
  !isOpen && server.host.trim() === ''
    ? { mailAddress: server.mailAddress.trim() === '' ? 'empty' : 'mail-address' }
    : problemsOfServer(server)

/** The values of the import for which this screen has no fields. */
const fieldsOfImport = ({ compression, connect, mailUser }: ImportedAccount, { user: own }: Server): Partial<AccountDraft> => ({
  ...(compression === undefined ? {} : { compression }),
  ...(connect === undefined ? {} : { connect }),
  ...(mailUser === undefined || mailUser === own.trim() ? {} : { mailUser }),
})

const typedFields = (server: Server): Pick<AccountDraft, 'name' | 'host' | 'port' | 'user' | 'mailAddress'> => ({
  name: server.name.trim(),
  host: server.host.trim(),
  port: portOf(server.port),
  user: server.user.trim(),
  ...(server.mailAddress.trim() === '' ? {} : { mailAddress: server.mailAddress.trim() }),
})

/** The new account. `forwards` are the import's, with local ports. */
export const newDraft = (server: Server, forwards: readonly LocalForward[]): AccountDraft => {
  const { imported } = server
  return {
    ...typedFields(server),
    ...(imported === undefined ? {} : fieldsOfImport(imported, server)),
    ...(imported?.identityFile === undefined ? {} : { identity: { kind: 'file', path: imported.identityFile } }),
    forwards: [...forwards],
  }
}

/** The account with the typed values, and with its other values as they are. `fresh` is an import that the person has just chosen. */
export const editedDraft = (account: Account, server: Server, fresh: ImportedAccount | undefined): AccountDraft => ({
  ...draftOfValues({ ...valuesOfAccount(account), mailAddress: '' }),
  ...typedFields(server),
  ...(fresh === undefined ? {} : fieldsOfImport(fresh, server)),
})

/** Whether the draft has another server, for which the host key and the proof do not hold. */
export const isOtherServer = (account: Account, draft: Pick<AccountDraft, 'host' | 'port'>): boolean =>
  account.host.toLowerCase() !== draft.host.toLowerCase() || account.port !== draft.port
