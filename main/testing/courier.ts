import { chown, mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { mailServicePorts } from '../../contract/local-forward.ts'
import { courier } from './components.ts'
import { greetingOf } from './greeting-of.ts'
import { mailOwner } from './mail-lab-config.ts'
import { mustRun } from './run-program.ts'
import { startProcess, type StartedProcess } from './started-process.ts'

export interface CourierOptions {
  /** A folder that does not exist yet. */
  readonly folder: string
  /** The address on which it listens, at port 143. */
  readonly host: string
  /** The certificate and its key, in PEM. */
  readonly certificate: string
  /** The maildir of each user. It belongs to `mailOwner`. */
  readonly mailboxes: Readonly<Record<string, string>>
  /** Of every user. */
  readonly password: string
}

/** The user that couriertls becomes before it reads the certificate. */
const courierUser = { id: 65_533, name: 'courier' }

const authDaemonFile = `authmodulelist="authuserdb"
authmodulelistorig="authuserdb"
daemons=2
authdaemonvar=/run/courier/authdaemon
`

/** Debian's own settings, but that there is no log-in without TLS. The log-in is then refused to a client from 127.0.0.1 too. */
const settingsOf = (certificateFile: string): Readonly<Record<string, string>> => ({
  PATH: '/usr/bin:/bin',
  IMAP_CAPABILITY: 'IMAP4rev1 UIDPLUS CHILDREN NAMESPACE THREAD=ORDEREDSUBJECT THREAD=REFERENCES SORT QUOTA IDLE',
  IMAP_CAPABILITY_TLS: 'IMAP4rev1 UIDPLUS CHILDREN NAMESPACE THREAD=ORDEREDSUBJECT THREAD=REFERENCES SORT QUOTA IDLE AUTH=PLAIN',
  IMAP_STARTTLS: 'YES',
  IMAP_TLS_REQUIRED: '1',
  COURIERTLS: '/usr/bin/couriertls',
  TLS_CERTFILE: certificateFile,
  TLS_VERIFYPEER: 'NONE',
})

/** Courier finds its parts at the paths that it was built with, so it gets a /usr, an /etc and a /run that only it sees. */
const startScript = (etc: string, settings: Readonly<Record<string, string>>, host: string): string => `set -e
mount --make-rprivate /
mount -t overlay overlay -o 'lowerdir=${courier}/usr:/usr' /usr
/usr/sbin/makeuserdb -f '${etc}/courier/userdb'
mount -t overlay overlay -o 'lowerdir=${etc}:/etc' /etc
mount -t tmpfs tmpfs /run
mkdir -p /run/courier/authdaemon
/usr/lib/courier/courier-authlib/authdaemond &
until [ -S /run/courier/authdaemon/socket ]; do
  kill -0 $!
  sleep 0.05
done
exec env -i ${Object.entries(settings)
  .map(([name, value]) => `'${name}=${value}'`)
  .join(' ')} \\
  /usr/sbin/couriertcpd -address=${host} -maxprocs=100 -maxperip=100 -nodnslookup -noidentlookup ${mailServicePorts.imap} \\
  /usr/lib/courier/courier/imaplogin /usr/bin/imapd .
`

/** Starts Courier IMAP out of its packages, and resolves once it answers. Needs root. */
export const startCourier = async ({ folder, host, certificate, mailboxes, password }: CourierOptions): Promise<StartedProcess> => {
  const inFolder = (...names: string[]): string => path.join(folder, ...names)
  await mkdir(inFolder('etc', 'courier'), { recursive: true })
  const [users, groups] = await Promise.all([readFile('/etc/passwd', 'utf8'), readFile('/etc/group', 'utf8')])
  const { id, name } = courierUser
  await writeFile(inFolder('etc', 'passwd'), `${users}${name}:x:${id}:${id}::/:/usr/sbin/nologin\n`)
  await writeFile(inFolder('etc', 'group'), `${groups}${name}:x:${id}:\n`)
  await writeFile(inFolder('etc', 'courier', 'authdaemonrc'), authDaemonFile)
  const numbers = await Promise.all(['-u', '-g'].map(async (which) => (await mustRun('id', [which, mailOwner])).trim()))
  const hash = (await mustRun('openssl', ['passwd', '-6', '-stdin'], { stdin: password })).trim()
  const logIns = Object.entries(mailboxes).map(
    ([user, mailbox]) => `${user}\tuid=${numbers[0]}|gid=${numbers[1]}|home=${mailbox}|mail=${mailbox}|systempw=${hash}\n`,
  )
  await writeFile(inFolder('etc', 'courier', 'userdb'), logIns.join(''), { mode: 0o600 })
  await writeFile(inFolder('certificate.pem'), certificate, { mode: 0o600 })
  await chown(inFolder('certificate.pem'), id, id)
  await writeFile(inFolder('start'), startScript(inFolder('etc'), settingsOf(inFolder('certificate.pem')), host))
  return await startProcess({
    // unshare ignores SIGTERM. With it end all processes of its namespace.
    program: 'sh',
    args: ['-c', `trap 'kill -KILL $!' TERM; unshare --mount --pid --fork --kill-child sh '${inFolder('start')}' & wait; wait`],
    logFile: inFolder('log'),
    ready: async () => (await greetingOf(host, mailServicePorts.imap)).startsWith('* OK'),
  })
}
