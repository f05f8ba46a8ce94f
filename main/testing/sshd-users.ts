import { chown, mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { mustRun } from './run-program.ts'

/** A user of the test server, who does not exist on the machine. */
export interface ServerUser {
  readonly name: string
  /** Without a password, only a key can log in. */
  readonly password?: string
  /** The log-in shell's path (/bin/sh). */
  readonly shell?: string
  /** Instead of `shell`: a script that is the log-in shell, first line `#!…` and all. */
  readonly shellScript?: string
  /** Lines for ~/.ssh/authorized_keys. */
  readonly authorizedKeys?: readonly string[]
  /** A home with nothing in it, not even ~/.ssh, as it is before the first key is installed. */
  readonly bareHome?: boolean
}

/** The files that replace the machine's own in the server's mount namespace, and a home folder for each user. */
export interface UserFiles {
  readonly mounts: readonly (readonly [from: string, to: string])[]
  readonly homeOf: (name: string) => string
}

const firstId = 30_001

const makeSshFolder = async (home: string, id: number): Promise<void> => {
  const folder = path.join(home, '.ssh')
  await mkdir(folder, { mode: 0o700 })
  await chown(folder, id, id)
}

/**
 * Writes passwd, shadow and a PAM service under `folder`, with `users` added to those of the machine. Root's home moves into the folder
 * too, so that a test that installs a key never writes the machine's own authorized_keys.
 */
export const writeUserFiles = async (folder: string, users: readonly ServerUser[]): Promise<UserFiles> => {
  const homes = path.join(folder, 'home')
  const homeOf = (name: string): string => path.join(homes, name)
  await mkdir(homeOf('root'), { recursive: true })
  const names = new Set(users.map(({ name }) => name))
  const withoutOurs = (file: string): readonly string[] =>
    file.split('\n').filter((line) => line !== '' && !names.has(line.slice(0, line.indexOf(':'))))

  const passwd = withoutOurs(await readFile('/etc/passwd', 'utf8')).map((line) => {
    const fields = line.split(':')
    if (fields[0] === 'root') fields[5] = homeOf('root')
    return fields.join(':')
  })
  const shadow = [...withoutOurs(await readFile('/etc/shadow', 'utf8'))]
  for (const [index, user] of users.entries()) {
    const id = firstId + index
    const home = homeOf(user.name)
    await mkdir(home, { recursive: true, mode: 0o700 })
    if (user.bareHome !== true) await makeSshFolder(home, id)
    if (user.authorizedKeys !== undefined) {
      await writeFile(path.join(home, '.ssh/authorized_keys'), `${user.authorizedKeys.join('\n')}\n`, { mode: 0o600 })
      await chown(path.join(home, '.ssh/authorized_keys'), id, id)
    }
    await chown(home, id, id)
    let shell = user.shell ?? '/bin/sh'
    if (user.shellScript !== undefined) {
      shell = path.join(folder, `shell-of-${user.name}`)
      await writeFile(shell, user.shellScript, { mode: 0o755 })
    }
    passwd.push(`${user.name}:x:${id}:${id}::${home}:${shell}`)
    // The password goes in by stdin, because everybody can read argv. `*` means no password, but not a locked account (shadow(5)).
    const hash = user.password === undefined ? '*' : await mustRun('openssl', ['passwd', '-6', '-stdin'], { stdin: user.password })
    shadow.push(`${user.name}:${hash.trim()}:19000:0:99999:7:::`)
  }
  const file = async (name: string, lines: readonly string[], mode: number): Promise<string> => {
    const to = path.join(folder, name)
    await writeFile(to, `${lines.join('\n')}\n`, { mode })
    return to
  }
  const pam = ['auth required pam_unix.so nodelay', 'account required pam_unix.so', 'session required pam_permit.so']
  return {
    homeOf,
    mounts: [
      [await file('passwd', passwd, 0o644), '/etc/passwd'],
      [await file('shadow', shadow, 0o600), '/etc/shadow'],
      [await file('pam', pam, 0o644), '/etc/pam.d/sshd'],
    ],
  }
}
