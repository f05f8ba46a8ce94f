import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Account } from '../contract/account.ts'
import type { GuideClient, GuideValue } from '../contract/guide.ts'
import { guideFor } from '../main/mail/guides/guide-for.ts'
import { mustRun } from '../main/testing/run-program.ts'
import { fetchByGuide, readByMutt, sendByGuide, type MailUser, type SavedGuide } from './guided-client.ts'

/** A mail client of the matrix: how it fetches and sends by its guide. Each returns what the client shows or fetches. */
export interface Cell {
  readonly fetch?: (user: MailUser, account: Account) => Promise<string>
  readonly send?: (user: MailUser, account: Account, subject: string) => Promise<unknown>
}

/** Saves the guide's file in the person's home. */
const saved = async (client: GuideClient, user: MailUser, account: Account): Promise<SavedGuide> => {
  const guide = guideFor(client, account)
  const [wanted] = guide.files
  if (wanted === undefined) throw new Error(`the guide for ${client} has no file: it lacks ${guide.lacks.join(', ')}`)
  const downloads = path.join(user.home, 'Downloads')
  await mkdir(downloads, { recursive: true })
  const file = path.join(downloads, wanted.name)
  await writeFile(file, wanted.text, { mode: 0o600 })
  return { guide, file }
}

const textOf = (values: readonly GuideValue[], field: GuideValue['field']): string => {
  const value = values.find((candidate) => candidate.field === field)
  if (value === undefined) throw new Error(`the guide has no value for ${field}`)
  return 'text' in value ? value.text : value.choice
}

/** The values of the guide for another mail app, for a client without a file: what it says of the port, and that it says "None". */
const valuesOf = (account: Account, direction: 'incoming' | 'outgoing') => {
  const values = guideFor('other', account).steps.find(({ id }) => id === `other-${direction}`)?.values ?? []
  const encryption = textOf(values, 'encryption')
  if (encryption !== 'none') throw new Error(`the guide says ${encryption}`)
  return { values, server: `${textOf(values, 'server')}:${textOf(values, 'port')}`, user: textOf(values, 'user-name') }
}

const fetches =
  (client: keyof typeof fetchByGuide) =>
  async (user: MailUser, account: Account): Promise<string> =>
    (await fetchByGuide[client](user, await saved(client, user, account))).join('\n')

const sends =
  (client: keyof typeof sendByGuide) =>
  async (user: MailUser, account: Account, subject: string): Promise<unknown> =>
    sendByGuide[client](user, await saved(client, user, account), subject)

const message = (subject: string): string => `Subject: ${subject}\r\n\r\nThrough the tunnel.\r\n`

/** The clients of the matrix, by their names. */
export const cells: Readonly<Record<string, Cell>> = {
  fetchmail: { fetch: fetches('fetchmail') },
  getmail: { fetch: fetches('getmail') },
  mbsync: { fetch: fetches('mbsync') },
  offlineimap: { fetch: fetches('offlineimap') },
  's-nail': { fetch: fetches('s-nail'), send: sends('s-nail') },
  mutt: {
    fetch: async (user, account) => readByMutt(user, await saved('mutt', user, account)),
    send: sends('mutt'),
  },
  msmtp: { send: sends('msmtp') },
  curl: {
    fetch: async (user, account) => {
      const { values, server, user: name } = valuesOf(account, 'incoming')
      const first = textOf(values, 'account-type') === 'pop3' ? `pop3://${server}/1` : `imap://${server}/INBOX;MAILINDEX=1`
      return mustRun('curl', ['-sS', '-u', `${name}:${user.password}`, first])
    },
    send: async (user, account, subject) => {
      const { server, user: name } = valuesOf(account, 'outgoing')
      const mail = ['--mail-from', user.address, '--mail-rcpt', user.address, '-T', '-']
      return mustRun('curl', ['-sS', '-u', `${name}:${user.password}`, `smtp://${server}`, ...mail], { stdin: message(subject) })
    },
  },
  swaks: {
    send: (user, account, subject) => {
      const { server, user: name } = valuesOf(account, 'outgoing')
      const logIn = ['--auth', 'PLAIN', '--auth-user', name, '--auth-password', user.password]
      const mail = ['--from', user.address, '--to', user.address, '--header', `Subject: ${subject}`]
      return mustRun('swaks', ['--server', server, ...logIn, ...mail])
    },
  },
}
