import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { HostKey } from '../../contract/host-key.ts'
import { FailureError } from '../../contract/failure.ts'
import { writing } from '../data-folder/file-failure.ts'
import { replaceFile } from '../data-folder/replace-file.ts'
import { withWriteLock } from '../data-folder/write-lock.ts'
import { fingerprintOf } from '../ssh/host-key.ts'
import { lookupName, meansHost } from './host-pattern.ts'
import type { HostTrust } from './host-trust.ts'
import { judgeFrom, type KnownHostRecord } from './judge-host-key.ts'
import { parseKnownHosts, splitLines, type KnownHostLine } from './known-hosts-file.ts'

export interface HostTrustOptions {
  /** Postern's own known_hosts, the only one that is written. */
  readonly ownFile: string
  /** Files of OpenSSH that are read as well; see `openSshKnownHosts`. */
  readonly otherFiles: readonly string[]
}

const isAbsence = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT'
/** What OpenSSH passes over in silence, too. */
const isUnreadable = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && ['ENOENT', 'ENOTDIR', 'EISDIR', 'EACCES', 'EPERM'].includes(String(error.code))

/** Reads as empty a file that `mayBeMissing` lets go. */
const emptyWhere = (mayBeMissing: (error: unknown) => boolean) => (error: unknown) => {
  if (mayBeMissing(error)) return ''
  throw error
}

const readOwn = (file: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    return emptyWhere(isAbsence)(error)
  }
}

const recordsOf = (file: string, text: string): readonly KnownHostRecord[] =>
  parseKnownHosts(text).map((line) => ({ ...line, file }))

/**
 * The line for a key. The name is plain, not hashed: `known-hosts list` shows it, and it hides nothing, since the accounts beside it name
 * the same servers.
 */
const lineFor = (key: HostKey): string => {
  const name = lookupName(key)
  // SECURITY: a name with a pattern, a marker or a blank in it would trust the key for other servers.
  if (/[\s*?!,|@#]/.test(name))
    throw new FailureError({ code: 'input-invalid', field: 'host', value: key.host, reason: 'host-name' })
  return `${name} ${key.type} ${Buffer.from(key.blob).toString('base64')}`
}

/** Trust in host keys, from Postern's own known_hosts and those of OpenSSH. */
export const createHostTrust = ({ ownFile, otherFiles }: HostTrustOptions): HostTrust => {
  const records = async (): Promise<readonly KnownHostRecord[]> => {
    const texts = await Promise.all([
      readFile(ownFile, 'utf8').catch(emptyWhere(isAbsence)),
      ...otherFiles.map((file) => readFile(file, 'utf8').catch(emptyWhere(isUnreadable))),
    ])
    return [ownFile, ...otherFiles].flatMap((file, index) => recordsOf(file, texts[index] ?? ''))
  }

  return {
    judgeFor: async (server) => judgeFrom(await records(), server),

    remember: async (key) => {
      const line = lineFor(key)
      await withWriteLock(ownFile, (demandHeld) => {
        const text = readOwn(ownFile)
        if (judgeFrom(recordsOf(ownFile, text), key).judge(key).verdict === 'trusted') return
        demandHeld()
        const before = text === '' || text.endsWith('\n') ? text : `${text}\n`
        writing(ownFile, () => replaceFile(ownFile, `${before}${line}\n`))
      })
    },

    list: async () =>
      (await records()).map(({ hosts, keyType, blob, file, line, marker }) => ({
        host: hosts,
        keyType,
        fingerprint: fingerprintOf(blob),
        file,
        line,
        ...(marker === undefined ? {} : { marker }),
        ours: file === ownFile,
      })),

    remove: (server) =>
      withWriteLock(ownFile, (demandHeld) => {
        const text = readOwn(ownFile)
        const name = lookupName(server)
        // As ssh-keygen -R: a line that revokes a key, or names an authority, stays.
        const goes = ({ marker, hosts }: KnownHostLine): boolean => marker === undefined && meansHost(hosts, name)
        const gone = new Set(parseKnownHosts(text).flatMap((entry) => (goes(entry) ? [entry.line] : [])))
        if (gone.size === 0) throw new FailureError({ code: 'known-host-not-found', host: name })
        const kept = splitLines(text).filter((_, index) => !gone.has(index + 1))
        demandHeld()
        writing(ownFile, () => replaceFile(ownFile, kept.join('\n')))
        return gone.size
      }),
  }
}
