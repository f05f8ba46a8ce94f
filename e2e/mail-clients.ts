import { chmod, chown, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { mustRun, runProgram } from '../main/testing/run-program.ts'

/** The settings of one mail client: a local port, a user with a password, and a folder for its files. */
export interface ClientSettings {
  readonly port: number
  readonly user: string
  readonly password: string
  readonly folder: string
}

/** Sends one message with STARTTLS and AUTH; swaks fails if the server does not offer both. Returns its transcript. */
export const sendBySwaks = ({ port, user, password }: ClientSettings, subject: string): Promise<string> =>
  mustRun('swaks', [
    ...['--server', `127.0.0.1:${port}`, '--tls', '--auth', 'PLAIN', '--auth-user', user, '--auth-password', password],
    ...['--from', `${user}@localhost`, '--to', `${user}@localhost`, '--header', `Subject: ${subject}`],
  ])

/** Returns the output of curl(1) for an IMAP URL or command. */
export const readByCurl = ({ port, user, password }: ClientSettings, what: string, command?: string): Promise<string> =>
  mustRun('curl', [
    ...['-sS', '-u', `${user}:${password}`, `imap://127.0.0.1:${port}/${what}`],
    ...(command === undefined ? [] : ['-X', command]),
  ])

const filesIn = async (folder: string): Promise<readonly string[]> =>
  Promise.all((await readdir(folder)).map((name) => readFile(path.join(folder, name), 'utf8')))

/** Copies the inbox by IMAP into a Maildir and returns its messages. */
export const readByMbsync = async ({ port, user, password, folder }: ClientSettings): Promise<readonly string[]> => {
  const near = path.join(folder, 'near')
  await mkdir(near)
  const config = path.join(folder, 'mbsyncrc')
  await writeFile(
    config,
    `IMAPAccount lab
Host 127.0.0.1
Port ${port}
User ${user}
Pass ${password}
SSLType None
AuthMechs LOGIN

IMAPStore far
Account lab

MaildirStore near
Path ${near}/
Inbox ${near}/INBOX

Channel mail
Far :far:
Near :near:
Patterns INBOX
Create Near
SyncState *
`,
  )
  await mustRun('mbsync', ['-qq', '-c', config, 'mail'])
  return (await Promise.all(['new', 'cur'].map((part) => filesIn(path.join(near, 'INBOX', part))))).flat()
}

const nobody = 65_534

/** Fetches by POP3 into a Maildir, leaves the messages on the server, and returns them. */
export const readByGetmail = async ({ port, user, password, folder }: ClientSettings): Promise<readonly string[]> => {
  const maildir = path.join(folder, 'getmail')
  for (const part of ['', 'cur', 'new', 'tmp']) {
    await mkdir(path.join(maildir, part), { recursive: true })
    // getmail does not deliver as root, and changes to the owner of the Maildir.
    await chown(path.join(maildir, part), nobody, nobody)
  }
  await chmod(folder, 0o711)
  const config = path.join(folder, 'getmailrc')
  await writeFile(
    config,
    `[retriever]
type = SimplePOP3Retriever
server = 127.0.0.1
port = ${port}
username = ${user}
password = ${password}
use_apop = False
[destination]
type = Maildir
path = ${maildir}/
user = nobody
[options]
read_all = true
delete = false
`,
  )
  await mustRun('getmail', ['-q', '--getmaildir', folder, '-r', config])
  return filesIn(path.join(maildir, 'new'))
}

/** Copies every message by IMAP into an mbox, in a terminal, which mutt needs, and returns the mbox. */
export const readByMutt = async ({ port, user, password, folder }: ClientSettings): Promise<string> => {
  const mbox = path.join(folder, 'mbox')
  // Without an existing folder mutt would first ask whether to make ~/Mail, and read the keys below as the answer.
  await writeFile(
    path.join(folder, 'muttrc'),
    `set imap_user=${user} imap_pass=${password} imap_authenticators=login
set ssl_starttls=no ssl_force_tls=no confirmcreate=no confirmappend=no quit=yes folder=${folder}
push "<tag-pattern>~A<enter><tag-prefix><copy-message>${mbox}<enter><quit>"
`,
  )
  // A pipe without input as the keyboard, since script(1) would send Ctrl+D at the end of a file.
  const inTerminal = `mkfifo keyboard && exec 9<>keyboard && exec script -qec "$MUTT" /dev/null <keyboard >/dev/null`
  const mutt = `mutt -n -F muttrc -f imap://127.0.0.1:${port}/INBOX`
  const env = { ...process.env, HOME: folder, TERM: 'xterm', MUTT: mutt }
  await runProgram('sh', ['-c', inTerminal], { cwd: folder, env, timeoutMs: 30_000 })
  return readFile(mbox, 'utf8')
}

/**
 * Fetches and deletes every message of the mailbox by POP3, and returns them as one text; empty for an empty mailbox, for which fetchmail
 * exits with 1.
 */
export const takeByFetchmail = async ({ port, user, password, folder }: ClientSettings): Promise<string> => {
  const [config, taken] = [path.join(folder, 'fetchmailrc'), path.join(folder, 'taken')]
  await writeFile(taken, '')
  await writeFile(
    config,
    `poll 127.0.0.1 protocol POP3 port ${port} user "${user}" password "${password}" sslproto '' nokeep fetchall mda "cat >> ${taken}"\n`,
    { mode: 0o600 },
  )
  const env = { ...process.env, FETCHMAILHOME: folder }
  // Root has one pid file for all its fetchmails, so another test's fetchmail would stop this one.
  const pidFile = ['--pidfile', path.join(folder, 'fetchmail.pid')]
  const { code, stdout, stderr } = await runProgram('fetchmail', ['-f', config, '--nosyslog', ...pidFile], { env })
  if (code !== 0 && code !== 1) throw new Error(`fetchmail gave ${code ?? 'a signal'}: ${stderr}${stdout}`)
  return readFile(taken, 'utf8')
}
