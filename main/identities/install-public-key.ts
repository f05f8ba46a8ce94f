import { randomBytes } from 'node:crypto'
import { FailureError, failureOf } from '../../contract/failure.ts'
import type { Connection, Execution } from '../ssh/connection.ts'
import { printableLine } from '../ssh/printable.ts'

export interface InstalledKey {
  /** The key stood in authorized_keys before; nothing was written. */
  readonly alreadyThere: boolean
  /** The line that stands there now, as the server has it. */
  readonly line: string
  /** Whether that line gives the key the very options that were asked for. False only where it was there already. */
  readonly asAsked: boolean
}

/** Options, and the base64 of the key, of a line of authorized_keys (sshd(8)); undefined for what is none. */
const readLine = (line: string): { readonly options: string; readonly blob: string } | undefined => {
  const [, options, blob] = /^\s*(?:(.*?)\s)??\s*(?:ssh-|ecdsa-)[a-z0-9-]+\s+(AAAA[A-Za-z0-9+/=]+)(?:\s|$)/.exec(line) ?? []
  return blob === undefined ? undefined : { options: options?.trim() ?? '', blob }
}

/**
 * What the server runs: a POSIX sh, whatever the log-in shell is. csh ends a quoted text at a line break and expands `!`, fish reads
 * backslashes in it, and none of them lets a quote stand within quotes: so it is one line without these three. The key comes by stdin
 * and is never part of a command. `marker` is how the answer is found among what start-up files print.
 */
const installCommand = (marker: string): string => {
  const script = [
    'umask 077',
    'LC_ALL=C; export LC_ALL',
    'PATH=$PATH:/usr/sbin:/sbin',
    'f=.ssh/authorized_keys',
    'IFS= read -r blob && cd && { [ -d .ssh ] || mkdir .ssh; } || exit 1',
    'lines() { grep -v "^[[:blank:]]*#" $f 2>/dev/null | grep -F -e "$blob"; }',
    `if lines >/dev/null; then echo; echo "${marker} there"; lines; exit 0; fi`,
    'chmod 700 .ssh',
    // A last line without its end would take the new key into its comment.
    '{ if [ -s $f ] && [ -n "$(tail -c 1 $f)" ]; then echo; fi; cat; } >> $f || exit 1',
    'chmod 600 $f',
    'if command -v restorecon >/dev/null 2>&1; then restorecon -F .ssh $f >/dev/null 2>&1; fi',
    `if lines >/dev/null; then echo; echo "${marker} added"; lines; exit 0; fi`,
    'exit 1',
  ]
  return `exec sh -c '${script.join('; ')}'`
}

const wordsOf = ({ stdout, stderr }: Execution): string =>
  printableLine([stdout, stderr].map((bytes) => Buffer.from(bytes).toString('utf8')).join(' '), 300)

const run = async (connection: Connection, host: string, command: string, stdin: string): Promise<Execution> => {
  try {
    return await connection.execute(command, { stdin: Buffer.from(stdin) })
  } catch (error) {
    // `closed` comes first: it wins where both have settled.
    const isUp = (await Promise.race([connection.closed, Promise.resolve('up' as const)])) === 'up'
    if (failureOf(error)?.code !== 'connection-lost' || !isUp) throw error
    const reason = 'the server did not finish: its log-in shell may not be a shell'
    throw new FailureError({ code: 'key-install-refused', host, reason }, { cause: error })
  }
}

/**
 * Adds `line`, a public key line with or without options, to ~/.ssh/authorized_keys as ssh-copy-id does, unless the key stands there
 * already: with whatever comment or options, then the answer says so and the file is left alone. Makes ~/.ssh (0700) and the file
 * (0600) where they are missing. Rejects `key-install-refused` with the server's own words, and `connection-lost`.
 */
export const installPublicKey = async (connection: Connection, line: string): Promise<InstalledKey> => {
  const { hostKey, serverSoftware } = connection.facts
  const wanted = readLine(line)
  // SECURITY: a second line would be a second key.
  if (!wanted || /[\r\n]/.test(line)) throw new Error('not a public key line')
  // cmd.exe knows no quotes of this kind: it would run the halves of the script, and make files of its redirections.
  if (/windows/i.test(serverSoftware)) {
    const place = 'C:\\ProgramData\\ssh\\administrators_authorized_keys for administrators, .ssh\\authorized_keys for others'
    throw new FailureError({
      code: 'key-install-refused',
      host: hostKey.host,
      reason: `it is a Windows server: add the line by hand to ${place}`,
    })
  }
  const marker = `postern-${randomBytes(8).toString('hex')}`
  const execution = await run(connection, hostKey.host, installCommand(marker), `${wanted.blob}\n${line}\n`)
  const output = Buffer.from(execution.stdout).toString('utf8').split('\n')
  const at = output.findIndex((text) => text === `${marker} there` || text === `${marker} added`)
  const found = output.slice(at + 1).find((text) => readLine(text)?.blob === wanted.blob)
  if (at === -1 || found === undefined) {
    const words = wordsOf(execution)
    throw new FailureError({ code: 'key-install-refused', host: hostKey.host, reason: words === '' ? 'it said nothing' : words })
  }
  return {
    alreadyThere: output[at] === `${marker} there`,
    line: printableLine(found, 4096),
    asAsked: readLine(found)?.options === wanted.options,
  }
}
