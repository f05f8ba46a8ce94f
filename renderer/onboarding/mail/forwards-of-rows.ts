import type { Account } from '../../../contract/account.ts'
import type { ImportedForward } from '../../../contract/imported-account.ts'
import { newForwardId, PortSchema, type LocalForward } from '../../../contract/local-forward.ts'
import type { MailTls } from '../../../contract/mail-tls.ts'
import { portOf } from '../../accounts/editor/account-values.ts'
import { isSameDestination, type MailRow } from './mail-rows.ts'

/** The account's forward that each row shows, or undefined. No two rows show the same forward. */
export const forwardsShown = (
  rows: readonly MailRow[],
  { forwards }: Pick<Account, 'forwards'>,
): readonly (LocalForward | undefined)[] => {
  const left = new Set(forwards)
  const take = (fits: (forward: LocalForward) => boolean): LocalForward | undefined => {
    const forward = [...left].find(fits)
    if (forward !== undefined) left.delete(forward)
    return forward
  }
  // Two forwards may have the same destination: each belongs first to the row with its local port.
  const exact = rows.map((row) =>
    take((forward) => isSameDestination(row, forward) && String(forward.bindPort) === row.bindPort.trim()),
  )
  return rows.map((row, index) => exact[index] ?? take((forward) => isSameDestination(row, forward)))
}

/** The encryption of a row's forward: what the account has for it already, or else what is proposed. */
export const mailTlsOfRow = ({ mailTls = 'none' }: MailRow, forward: LocalForward | undefined): MailTls =>
  forward === undefined || forward.mailTls === 'none' ? mailTls : forward.mailTls

/** The new forwards of the account: one for each wanted row. A forward that the account has keeps its id and label. */
export const forwardsOfRows = (
  rows: readonly MailRow[],
  account: Pick<Account, 'forwards'>,
  imported: readonly ImportedForward[],
): LocalForward[] => {
  const shown = forwardsShown(rows, account)
  const ids = new Set(account.forwards.map(({ id }) => id))
  return rows.flatMap((row, index) => {
    if (!row.isWanted) return []
    const before = shown[index]
    const { mailServer } = row
    const wanted = {
      service: row.service,
      bindPort: portOf(row.bindPort),
      enabled: true,
      mailTls: mailTlsOfRow(row, before),
      ...(mailServer === undefined ? {} : { mailServer }),
    }
    if (before !== undefined) return [{ ...before, ...wanted }]
    const destinationPort = portOf(row.destinationPort)
    const id = newForwardId({ service: row.service, destinationPort }, ids)
    ids.add(id)
    const bindAddress = imported.find((forward) => isSameDestination(row, forward))?.bindAddress ?? '127.0.0.1'
    return [{ id, ...wanted, bindAddress, destinationHost: row.destinationHost, destinationPort }]
  })
}

/** For each row, the reason for which its local port cannot be saved, or undefined. Only wanted rows have a reason. */
export const portProblems = (rows: readonly MailRow[]): readonly (string | undefined)[] =>
  rows.map((row, index) => {
    if (!row.isWanted) return undefined
    if (row.bindPort.trim() === '') return 'empty'
    const port = portOf(row.bindPort)
    if (!PortSchema.safeParse(port).success) return 'port'
    const isTwice = rows.some((other, at) => at < index && other.isWanted && portOf(other.bindPort) === port)
    return isTwice ? 'port-twice' : undefined
  })
