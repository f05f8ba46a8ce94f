import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { HostKey } from '../../contract/host-key.ts'
import { FailureError } from '../../contract/failure.ts'
import { reading, writing } from '../data-folder/file-failure.ts'
import { replaceFile } from '../data-folder/replace-file.ts'
import { withWriteLock } from '../data-folder/write-lock.ts'
import { fingerprintOf } from '../ssh/transport/host-key.ts'
import { lookupName } from './host-pattern.ts'
import type { HostTrust } from './host-trust.ts'
import { judgeFrom, type KnownHostRecord, type RecordJudge } from './judge-host-key.ts'
import { lineFor, withLine, withoutHost } from './known-hosts-edit.ts'
import { parseKnownHosts } from './known-hosts-file.ts'

export interface HostTrustOptions {
  /** Postern's own known_hosts, the only one that is written. */
  readonly ownFile: string
  /** The files of OpenSSH, which are only read; see `openSshKnownHosts`. */
  readonly otherFiles: readonly string[]
  /** Finds further files to read, at each reading. */
  readonly foundFiles?: () => Promise<readonly string[]>
}

const isAbsence = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT'
/** The errors of a file that OpenSSH skips silently, too. */
const isUnreadable = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && ['ENOENT', 'ENOTDIR', 'EISDIR', 'EACCES', 'EPERM'].includes(String(error.code))

/** Reads a file as empty where `mayBeMissing` accepts its error. */
const emptyWhere = (mayBeMissing: (error: unknown) => boolean) => (error: unknown) => {
  if (mayBeMissing(error)) return ''
  throw error
}

const readOwn = (file: string): string =>
  reading(file, () => {
    try {
      return readFileSync(file, 'utf8')
    } catch (error) {
      return emptyWhere(isAbsence)(error)
    }
  })

const recordsOf = (file: string, text: string): readonly KnownHostRecord[] =>
  parseKnownHosts(text).map((line) => ({ ...line, file }))

/** Trust in host keys, from Postern's own known_hosts and those of OpenSSH. */
export const createHostTrust = (options: HostTrustOptions): HostTrust => {
  const { ownFile, otherFiles, foundFiles = () => Promise.resolve([]) } = options
  const records = async (): Promise<readonly KnownHostRecord[]> => {
    const readOnly = [...otherFiles, ...(await foundFiles())]
    const texts = await Promise.all([
      // SECURITY: an unreadable file of Postern's own is a failure, unlike one of the person's: read as empty, it would turn
      // each changed key into an unknown one.
      readFile(ownFile, 'utf8').catch((error: unknown) => reading(ownFile, () => emptyWhere(isAbsence)(error))),
      ...readOnly.map((file) => readFile(file, 'utf8').catch(emptyWhere(isUnreadable))),
    ])
    return [ownFile, ...readOnly].flatMap((file, index) => recordsOf(file, texts[index] ?? ''))
  }

  /** The key of each server that was last refused as changed, by lookup name. */
  const refused = new Map<string, HostKey>()

  const notingRefusals =
    (judge: RecordJudge['judge']): RecordJudge['judge'] =>
    (key) => {
      const verdict = judge(key)
      if (verdict.verdict === 'changed') refused.set(lookupName(key), key)
      return verdict
    }

  return {
    judgeFor: async (server) => {
      const { judge, trustedBy, knownKeyTypes } = judgeFrom(await records(), server)
      return {
        knownKeyTypes,
        // A key that a pin refused cannot be replaced, because no line overrides the pin.
        judge: server.pin === undefined ? notingRefusals(judge) : judge,
        trustedBy: (key) => {
          const line = trustedBy(key)
          return line === undefined ? undefined : { file: line.file, line: line.line, ours: line.file === ownFile }
        },
      }
    },

    remember: async (key) => {
      const line = lineFor(key, new Date())
      await withWriteLock(ownFile, (demandHeld) => {
        const text = readOwn(ownFile)
        if (judgeFrom(recordsOf(ownFile, text), key).judge(key).verdict === 'trusted') return
        demandHeld()
        writing(ownFile, () => replaceFile(ownFile, withLine(text, line)))
      })
    },

    list: async () =>
      (await records()).map(({ hosts, keyType, blob, file, line, marker, since }) => ({
        host: hosts,
        keyType,
        fingerprint: fingerprintOf(blob),
        file,
        line,
        marker,
        since,
        ours: file === ownFile,
      })),

    remove: (server) =>
      withWriteLock(ownFile, (demandHeld) => {
        const name = lookupName(server)
        const { text, removed } = withoutHost(readOwn(ownFile), name)
        if (removed === 0) throw new FailureError({ code: 'known-host-not-found', host: name })
        demandHeld()
        writing(ownFile, () => replaceFile(ownFile, text))
        return removed
      }),

    replace: async (server, fingerprint) => {
      const { host, port } = server
      const name = lookupName(server)
      const key = refused.get(name)
      // SECURITY: the person compared and confirmed this key alone, and the server may have shown another since.
      if (key === undefined || fingerprintOf(key.blob) !== fingerprint)
        throw new FailureError({ code: 'host-key-not-refused', host, port, fingerprint })
      if (judgeFrom(await records(), server).judge(key).verdict === 'revoked')
        throw new FailureError({ code: 'host-key-revoked', host, port, keyType: key.type, fingerprint })
      const line = lineFor(key, new Date())
      await withWriteLock(ownFile, (demandHeld) => {
        const { text } = withoutHost(readOwn(ownFile), name)
        demandHeld()
        writing(ownFile, () => replaceFile(ownFile, withLine(text, line)))
      })
      refused.delete(name)
    },
  }
}
