import { randomBytes } from 'node:crypto'
import { FailureError, failureOf } from '../../contract/failure.ts'
import type { InstallReason } from '../../contract/reason.ts'
import type { Connection, Execution } from '../ssh/connection.ts'
import { boundedPrintableLine } from '../ssh/printable.ts'
import { keyLinePatterns, readKeyLine } from './authorized-key-line.ts'
import { installCommand, undoCommand, type KeysBefore } from './install-command.ts'

export interface InstalledKey {
  /** authorized_keys had the line already, perhaps with another comment, so nothing was written. */
  readonly alreadyThere: boolean
  /** The key's line in authorized_keys now, as the server returned it. */
  readonly line: string
  /**
   * Puts authorized_keys back as it was, over the same connection. Resolves with false, and leaves the file, where it cannot or where somebody has
   * changed it since.
   */
  readonly takeOut: () => Promise<boolean>
}

interface Before extends KeysBefore {
  readonly file: Buffer
}

/** The mode of chmod for `rwxr-xr-x` of ls; undefined for `none`. */
const modeOf = (letters: string): string | undefined =>
  letters === 'none'
    ? undefined
    : [0, 3, 6]
        .map((at) => [4, 2, 1].reduce((sum, bit, index) => sum + (/[rwxst]/.test(letters[at + index] ?? '') ? bit : 0), 0))
        .join('')

/** Separates the file, which may be of any bytes, from the lines of the answer. */
const readBefore = (stdout: Buffer, marker: string): { readonly before: Before | undefined; readonly answer: string } => {
  const text = stdout.toString('latin1')
  const found = new RegExp(`(?:^|\n)${marker} before ([rwxsStT-]{9}|none) ([rwxsStT-]{9}|none) ([0-9]+)\n`).exec(text)
  const [all, folder, file, bytes] = found ?? []
  if (found === null || all === undefined || folder === undefined || file === undefined)
    return { before: undefined, answer: stdout.toString('utf8') }
  const from = found.index + all.length
  const size = Number(bytes)
  const before = { folderMode: modeOf(folder), fileMode: modeOf(file), size, file: stdout.subarray(from, from + size) }
  return { before, answer: stdout.subarray(from + size).toString('utf8') }
}

const wordsOf = ({ stdout, stderr }: Execution): string =>
  boundedPrintableLine([stdout, stderr].map((bytes) => Buffer.from(bytes).toString('utf8')).join(' '), 300)

const run = async (connection: Connection, host: string, command: string, stdin: string | Buffer): Promise<Execution> => {
  try {
    return await connection.execute(command, { stdin: Buffer.from(stdin) })
  } catch (error) {
    // `closed` is first, so it wins where both have settled.
    const isConnected = (await Promise.race([connection.closed, Promise.resolve('connected' as const)])) === 'connected'
    if (failureOf(error)?.code !== 'connection-lost' || !isConnected) throw error
    throw new FailureError({ code: 'key-install-refused', host, reason: 'install-shell-without-end' }, { cause: error })
  }
}

/**
 * Installs `line`, a public key line with or without options, in ~/.ssh/authorized_keys: at the end, as ssh-copy-id does, or in place of this
 * key's lines with other options. Every other line stays as it is. Makes ~/.ssh (0700) and the file (0600) where they are missing. Rejects
 * `key-install-refused`, with the server's own words where it has any, and `connection-lost`.
 */
export const installPublicKey = async (connection: Connection, line: string): Promise<InstalledKey> => {
  const { hostKey, serverSoftware } = connection.facts
  const wanted = readKeyLine(line)
  // SECURITY: a second line would be a second key.
  if (!wanted || /[\r\n]/.test(line)) throw new Error('not a public key line')
  const refused = (reason: InstallReason['reason'], said?: string): FailureError =>
    new FailureError({ code: 'key-install-refused', host: hostKey.host, reason, said })
  // cmd.exe has no single quotes. It would run parts of the script, and its redirections would make files.
  if (/windows/i.test(serverSoftware)) throw refused('install-on-windows')

  const marker = `postern-${randomBytes(8).toString('hex')}`
  const { ofThisKey, justSo } = keyLinePatterns(wanted)
  const execution = await run(connection, hostKey.host, installCommand(marker), `${ofThisKey}\n${justSo}\n${line}\n`)
  const { before, answer } = readBefore(Buffer.from(execution.stdout), marker)
  const output = answer.split('\n')
  const at = output.findIndex((text) => text.startsWith(`${marker} `))
  const outcome = output[at]?.slice(marker.length + 1)
  if (outcome === 'unsafe') throw refused('install-unsafe')
  const found = output.slice(at + 1).find((text) => readKeyLine(text)?.blob === wanted.blob)
  if (outcome === undefined || found === undefined) {
    const words = wordsOf(execution)
    throw words === '' ? refused('install-silent') : refused('install-failed', words)
  }
  const sum = output.find((text) => text.startsWith(`${marker} sum `))?.slice(marker.length + 5)
  const takeOut = async (): Promise<boolean> => {
    if (outcome === 'there' || before === undefined || sum === undefined) return false
    const undone = await run(
      connection,
      hostKey.host,
      undoCommand(marker, before),
      Buffer.concat([Buffer.from(`${sum}\n`), before.file]),
    )
    return Buffer.from(undone.stdout).toString('utf8').split('\n').includes(`${marker} undone`)
  }
  return { alreadyThere: outcome === 'there', line: boundedPrintableLine(found, 4096), takeOut }
}
