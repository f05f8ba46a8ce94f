import { copyFile, mkdir, readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Guide, GuideClient } from '../contract/guide.ts'
import { runInTerminal } from './in-terminal.ts'

/** A person's home folder on this computer, and their user in the mail lab. */
export interface MailUser {
  readonly home: string
  readonly address: string
  readonly password: string
}

/** The path of a saved file, and its guide. */
export interface SavedGuide {
  readonly guide: Guide
  readonly file: string
}

const environmentOf = ({ home }: MailUser): NodeJS.ProcessEnv => ({
  ...process.env,
  HOME: home,
  TERM: 'xterm',
  LANG: 'C',
  MAIL: '',
  // As root s-nail takes the home folder of the system, and not HOME.
  MAILRC: path.join(home, '.mailrc'),
})

// getmail does not deliver as root. In a namespace of its own it has another user id, and for the tunnel it is still the user of Postern.
const asOrdinaryUser = ['unshare', '--user', '--map-user=1000', '--map-group=1000']

const inTerminal = (
  user: MailUser,
  command: string,
  { before = [], types = '' }: { readonly before?: readonly string[]; readonly types?: string } = {},
): Promise<string> =>
  runInTerminal([...before, 'sh', '-c', command], { secret: user.password, env: environmentOf(user), cwd: user.home, types })

const commandsOf = ({ steps }: Guide): readonly string[] =>
  steps.flatMap(({ values }) => values.flatMap((value) => (value.field === 'command' && 'text' in value ? [value.text] : [])))

const lastOf = (commands: readonly string[]): string => {
  const last = commands.at(-1)
  if (last === undefined) throw new Error('the guide has no command')
  return last
}

/** Copies the saved file to the place that the guide names, and runs the commands before the client itself. */
const follow = async (user: MailUser, { guide, file }: SavedGuide): Promise<string> => {
  const [wanted] = guide.files
  if (wanted === undefined) throw new Error(`the guide of ${guide.client} has no file`)
  const place = wanted.place.replace('~', user.home)
  await mkdir(path.dirname(place), { recursive: true })
  await copyFile(file, place)
  const commands = commandsOf(guide)
  for (const command of commands.slice(0, -1)) await inTerminal(user, command)
  return lastOf(commands)
}

const filesUnder = async (folder: string): Promise<readonly string[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return Promise.all(
    entries.filter((entry) => entry.isFile()).map((entry) => readFile(path.join(entry.parentPath, entry.name), 'utf8')),
  )
}

const message = (subject: string): string => `printf 'Subject: ${subject}\\n\\nThrough the tunnel.\\n'`

/** Sends one message to the person by the guide's own file. */
export const sendByGuide: Readonly<
  Record<'msmtp' | 'mutt' | 's-nail', (user: MailUser, saved: SavedGuide, subject: string) => Promise<unknown>>
> = {
  msmtp: async (user, saved, subject) => {
    await follow(user, saved)
    await inTerminal(user, `${message(subject)} | msmtp ${user.address}`)
  },
  mutt: async (user, saved, subject) => {
    const mutt = await follow(user, saved)
    // The editor `true` leaves the text unchanged.
    const settings = 'set editor=true abort_unmodified=no copy=no'
    await inTerminal(user, `${mutt} -e '${settings}' -s '${subject}' ${user.address}`)
  },
  's-nail': async (user, saved, subject) => {
    const command = (await follow(user, saved)).replace(' -f %', '')
    await inTerminal(user, `${command} -s '${subject}' ${user.address}`, { types: 'Through the tunnel.\n~.\n' })
  },
}

/** Fetches mail by the guide's own file, and returns the messages. */
export const fetchByGuide: Readonly<
  Record<
    'fetchmail' | 'getmail' | 'mbsync' | 'offlineimap' | 's-nail',
    (user: MailUser, saved: SavedGuide) => Promise<readonly string[]>
  >
> = {
  fetchmail: async (user, saved) => {
    const fetchmail = await follow(user, saved)
    const inbox = path.join(user.home, 'fetched')
    // Only a machine without a mail server of its own needs --mda. Root has one pid file for all its fetchmails.
    await inTerminal(user, `${fetchmail} --nosyslog --pidfile ${user.home}/fetchmail.pid --mda 'cat >> ${inbox}'`)
    return [await readFile(inbox, 'utf8')]
  },
  getmail: async (user, saved) => {
    await inTerminal(user, await follow(user, saved), { before: asOrdinaryUser })
    return filesUnder(path.join(user.home, 'Mail'))
  },
  mbsync: async (user, saved) => {
    await inTerminal(user, await follow(user, saved))
    return filesUnder(path.join(user.home, 'Mail'))
  },
  offlineimap: async (user, saved) => {
    await inTerminal(user, await follow(user, saved))
    return filesUnder(path.join(user.home, 'Mail'))
  },
  's-nail': async (user, saved) => [await inTerminal(user, await follow(user, saved))],
}

/** Opens the inbox in mutt by the guide's own file, and returns the text of its screen. */
export const readByMutt = async (user: MailUser, saved: SavedGuide): Promise<string> => inTerminal(user, await follow(user, saved))

export const guidedClients = ['fetchmail', 'getmail', 'mbsync', 'msmtp', 'mutt'] as const satisfies readonly GuideClient[]
