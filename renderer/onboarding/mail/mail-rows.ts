import type { Account } from '../../../contract/account.ts'
import type { FoundMailService } from '../../../contract/found-mail-service.ts'
import type { ImportedForward } from '../../../contract/imported-account.ts'
import type { MailService } from '../../../contract/local-forward.ts'
import type { Onboarding } from '../../../contract/onboarding.ts'

/** A mail port on the screen; its ports are the typed texts. */
export type MailRow = Onboarding['mail'][number]

/** The most rows that the contract allows (contract/onboarding.ts). */
const mostRows = 40

type Destination = Pick<MailRow, 'destinationHost'> & { readonly destinationPort: string | number }

/** Whether the SSH server would open the same destination for both; the case of a host name does not matter. */
export const isSameDestination = (one: Destination, other: Destination): boolean =>
  one.destinationHost.toLowerCase() === other.destinationHost.toLowerCase() &&
  String(one.destinationPort) === String(other.destinationPort)

const directions: Readonly<Record<Exclude<MailService, 'other'>, 'incoming' | 'outgoing'>> = {
  pop3: 'incoming',
  pop3s: 'incoming',
  imap: 'incoming',
  imaps: 'incoming',
  smtp: 'outgoing',
  submission: 'outgoing',
  submissions: 'outgoing',
}

/** Whether a service is for reading mail or for sending it; `unknown` for a port of the person's own choice. */
export const directionOf = (service: MailService): 'incoming' | 'outgoing' | 'unknown' =>
  service === 'other' ? 'unknown' : directions[service]

/** The first of port, port + 1000 … that no row has. */
const freeOf = (rows: readonly MailRow[], port: number): string => {
  const taken = new Set(rows.map(({ bindPort }) => bindPort))
  let free = port
  while (taken.has(String(free)) && free + 1000 <= 65_535) free += 1000
  return String(free)
}

/** The mail ports that the account or the imported text already has. */
export const rowsBefore = (account: Pick<Account, 'forwards'>, imported: readonly ImportedForward[]): readonly MailRow[] => {
  const ofAccount = account.forwards.map(({ service, destinationHost, destinationPort, bindPort, enabled }) => ({
    service,
    destinationHost,
    isWanted: enabled,
    destinationPort: String(destinationPort),
    bindPort: String(bindPort),
  }))
  const ofText = imported
    .filter((forward) => !ofAccount.some((row) => isSameDestination(row, forward)))
    .map(({ service, destinationHost, destinationPort, bindPort }) => ({
      service,
      destinationHost,
      isWanted: true,
      destinationPort: String(destinationPort),
      bindPort: bindPort === undefined ? '' : String(bindPort),
    }))
  return [...ofAccount, ...ofText].slice(0, mostRows)
}

/** The proposed encryption and the facts for a row; none for a row of another service, on whose port Postern would speak the wrong protocol. */
const encryptionOf = (row: Pick<MailRow, 'service'>, { service, mailTls, facts }: FoundMailService): Partial<MailRow> =>
  row.service === service ? { mailTls, ...(facts === undefined ? {} : { mailServer: facts }) } : {}

/**
 * The rows, followed by the services that answered. Earlier rows stay as they are, but for the encryption. A new row is ticked if it fits and no
 * wanted row carries mail in the same direction.
 */
export const withFound = (before: readonly MailRow[], found: readonly FoundMailService[]): readonly MailRow[] => {
  const rows = [...before]
  for (const one of found) {
    const { service, destinationHost, destinationPort, answer, fits, proposedPort } = one
    if (!answer.ok) continue
    const at = rows.findIndex((row) => isSameDestination(row, { destinationHost, destinationPort }))
    const there = rows[at]
    if (there !== undefined) {
      const bindPort = there.bindPort === '' ? freeOf(rows, proposedPort) : there.bindPort
      rows[at] = { ...there, bindPort, ...encryptionOf(there, one) }
      continue
    }
    const isCovered = before.some((row) => row.isWanted && directionOf(row.service) === directionOf(service))
    rows.push({
      service,
      destinationHost,
      destinationPort: String(destinationPort),
      bindPort: freeOf(rows, proposedPort),
      isWanted: fits && !isCovered,
      ...encryptionOf({ service }, one),
    })
  }
  return rows.slice(0, mostRows)
}
