import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Locator } from '@playwright/test'
import { expect } from './expect.ts'
import type { MailLab } from '../../main/testing/mail-lab.ts'
import type { PosternCommand } from '../../main/testing/postern-command.ts'
import { waitUntil } from '../../main/testing/wait-until.ts'
import { startCountingRelay, type CountingRelay } from '../counting-relay.ts'
import { sendBySwaks, takeByFetchmail, type ClientSettings } from '../mail-clients.ts'
import type { Person } from './person.ts'

// A person's first journey through the window, the same in every shell: an account, a server to trust, a passphrase, and the traffic of
// their mail.

export const mailServices = ['pop3', 'submission'] as const
type MailService = (typeof mailServices)[number]
export type LocalPorts = Readonly<Record<MailService, number>>

/** The harness of the journey. The journey adds to `undo` the functions that end the parts that it starts. */
export interface JourneyHarness {
  readonly lab: MailLab
  /** For the files of the mail clients. */
  readonly folder: string
  readonly local: LocalPorts
  readonly undo: (() => Promise<unknown>)[]
}

export const keyName = 'laptop'
export const passphrase = 'a passphrase of the window'

/** Makes an encrypted key of Postern's, and puts its line on the server as an administrator would. */
export const haveKeyOnServer = async (postern: PosternCommand, { lab, undo }: JourneyHarness): Promise<void> => {
  await postern.must(['key', 'create', keyName], { passphrase })
  const line = await postern.must(['key', 'export', keyName])
  const authorized = await readFile(lab.sshd.authorizedKeysFile, 'utf8')
  undo.push(() => writeFile(lab.sshd.authorizedKeysFile, authorized))
  await writeFile(lab.sshd.authorizedKeysFile, `${authorized}${line}`)
}

/** Sends a message by swaks and fetches it by fetchmail, through relays that count the bytes of both. */
export const carryMail = async (
  { lab, folder, local, undo }: JourneyHarness,
  subject: string,
): Promise<Readonly<Record<MailService, CountingRelay>>> => {
  const relayOf = async (service: MailService): Promise<CountingRelay> => {
    const relay = await startCountingRelay(local[service])
    undo.push(relay.stop)
    return relay
  }
  const settingsOf = async ({ port }: CountingRelay, client: string): Promise<ClientSettings> => {
    const files = path.join(folder, client)
    await mkdir(files, { recursive: true })
    return { port, user: lab.user, password: lab.password, folder: files }
  }
  const relays = { pop3: await relayOf('pop3'), submission: await relayOf('submission') }
  await sendBySwaks(await settingsOf(relays.submission, 'swaks'), subject)
  await waitUntil(async () => (await lab.mailbox()).some((message) => message.includes(subject)), {
    what: 'the message to arrive',
  })
  expect(await takeByFetchmail(await settingsOf(relays.pop3, 'fetchmail'))).toContain(subject)
  return relays
}

/** The exact counts that stand in a row of the account page: in, out. */
const countsIn = async (row: Locator, { t }: Person): Promise<readonly number[]> => {
  const cellOf = (direction: 'in' | 'out'): Locator =>
    row
      .getByRole('row', { name: new RegExp(`^${t(`traffic.${direction}`)}`) })
      .locator('data')
      .first()
  const values = await Promise.all((['in', 'out'] as const).map((direction) => cellOf(direction).getAttribute('value')))
  return values.map(Number)
}

/** Expects on the account page the exact counts of the relays, and mail servers that answer. */
export const seesMailCounted = async (person: Person, relays: Readonly<Record<MailService, CountingRelay>>): Promise<void> => {
  for (const service of mailServices) {
    const row = person.portRow(person.t(`service.${service}`))
    const { bytesIn, bytesOut } = relays[service].counts()
    expect(bytesIn).toBeGreaterThan(0)
    await expect.poll(() => countsIn(row, person)).toEqual([bytesIn, bytesOut])
    await expect(row.getByText(person.t('accounts.light.mailServer.answers'))).toBeVisible()
  }
}

/** Adds the account, trusts its server, types the passphrase, and waits until it is connected. */
export const connectFirstAccount = async (person: Person, { lab, local }: JourneyHarness): Promise<void> => {
  const { host, port, user, hostKeys } = lab.sshd
  await person.addFirstAccount({
    host,
    port,
    user,
    name: 'Work',
    keyName,
    ports: mailServices.map((service) => ({ service, localPort: local[service], destinationPort: lab.ports[service] })),
  })
  await person.connect()
  await person.trustHostKey(hostKeys()[0]!.fingerprint)
  await person.typePassphrase(passphrase)
  await person.seesState(person.t('state.connected'))
}

/** The whole journey. It needs an open window of a Postern without accounts, with the key of `haveKeyOnServer`. */
export const walkFirstJourney = async (person: Person, harness: JourneyHarness): Promise<void> => {
  await connectFirstAccount(person, harness)
  await seesMailCounted(person, await carryMail(harness, 'through the window'))
  await person.disconnect()
  await expect(person.page.getByRole('button', { name: person.t('accounts.act.connect'), exact: true })).toBeVisible()
}
