import { FailureError } from '../../contract/failure.ts'
import { reading, writing } from '../data-folder/file-failure.ts'
import { quarantineFile } from '../data-folder/quarantine-file.ts'
import { openSettingsFile, type SettingsFile } from '../data-folder/settings-file.ts'
import { withWriteLock, type WriteLockOptions } from '../data-folder/write-lock.ts'
import { addCounts, keptCounts, type HourCount } from './hour-counts.ts'
import { readTraffic, trafficVersion, writtenTraffic, type ReadTraffic } from './stored-traffic.ts'

export interface TrafficFileOptions extends WriteLockOptions {
  /** The data folder; made where it is missing. */
  readonly folder: string
  /** Called with the new path of a damaged file that was set aside. Counting goes on from zero. */
  readonly onDamaged: (keptAs: string) => void
}

/** `traffic.json`, mode 0600, to which every Postern of a person adds what went through its own forwards. */
export interface TrafficFile {
  /** Returns the counts of all processes; empty if the file cannot be read. */
  readonly read: () => readonly HourCount[]
  /**
   * Adds `counts` to the file, under the lock across processes, drops counts that are too old at `now`, and returns the sum. Rejects with
   * FailureError `store-held`, `store-newer`, `file-not-readable` or `file-not-writable`; then nothing is added.
   */
  readonly add: (counts: readonly HourCount[], now: number) => Promise<readonly HourCount[]>
}

export const createTrafficFile = (options: TrafficFileOptions): TrafficFile => {
  const file = openSettingsFile(options.folder, 'traffic')

  const kept = (): readonly HourCount[] => {
    const content = readFile(file)
    if (content.kind === 'newer')
      throw new FailureError({ code: 'store-newer', file: file.path, version: content.version, supported: trafficVersion })
    if (content.kind === 'good') return content.counts
    options.onDamaged(quarantineFile(file.path, () => false))
    return []
  }

  return {
    read: () => {
      try {
        const content = readFile(file)
        return content.kind === 'good' ? content.counts : []
      } catch {
        // The next `add` rejects with the failure.
        return []
      }
    },
    add: (counts, now) =>
      withWriteLock(
        file.path,
        (demandHeld) => {
          const sum = keptCounts(addCounts(kept(), counts), now)
          demandHeld()
          writing(file.path, () => file.write({ ...writtenTraffic(sum) }))
          return sum
        },
        options,
      ),
  }
}

const readFile = (file: SettingsFile): ReadTraffic => {
  try {
    const content = reading(file.path, file.read)
    return content === undefined ? { kind: 'good', counts: [] } : readTraffic(content)
  } catch (error) {
    if (error instanceof SyntaxError) return { kind: 'damaged' }
    throw error
  }
}
