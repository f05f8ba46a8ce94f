import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { z } from 'zod'
import type { LogLine } from '../../contract/events.ts'
import { FailureSchema } from '../../contract/failure.ts'
import { LogEntrySchema } from '../../contract/log-entry.ts'
import { logLevels } from '../../contract/settings.ts'
import { logFile } from './connection-log.ts'

/** A line of the file, with the process that wrote it. */
export interface WrittenLogLine extends LogLine {
  readonly pid: number
}

/** An entry that only a newer Postern knows is shown unchanged. */
const NewerEntrySchema = z
  .looseObject({ name: z.string() })
  .transform((entry) => ({ name: 'other-version', said: JSON.stringify(entry) }) as const)

const LineSchema = z.object({
  level: z.enum(logLevels),
  time: z.string(),
  pid: z.number().int(),
  account: z.string().optional(),
  // A failure that only a newer Postern knows is left out of its line.
  failure: FailureSchema.optional().catch(undefined),
})

/** A line is a name and values. An older Postern wrote an English sentence, and '' or 'Postern' for a line of no account. */
const WrittenLineSchema = z.union([
  LineSchema.extend({ entry: z.union([LogEntrySchema, NewerEntrySchema]) }),
  LineSchema.extend({ msg: z.string() }).transform(({ msg, account, ...line }) => ({
    ...line,
    account: account === '' || account === 'Postern' ? undefined : account,
    entry: { name: 'other-version', said: msg } as const,
  })),
])

/** The bytes that are read from the end of the file: some hundred lines of the greatest length. */
const mostBytes = 512 * 1024

const endOf = (file: string): string => {
  let handle: number
  try {
    handle = openSync(file, 'r')
  } catch {
    // There is no such file yet, or it is being rotated.
    return ''
  }
  try {
    const { size } = fstatSync(handle)
    const length = Math.min(size, mostBytes)
    const bytes = Buffer.alloc(length)
    return bytes.toString('utf8', 0, readSync(handle, bytes, 0, length, size - length))
  } finally {
    closeSync(handle)
  }
}

const parseLine = (text: string): readonly WrittenLogLine[] => {
  try {
    return [WrittenLineSchema.parse(JSON.parse(text))]
  } catch {
    // Part of a line: the first one that was read, or one that a full disk cut off.
    return []
  }
}

/** Returns the last `count` lines of the connection log, the oldest first, of all processes. */
export const readLogTail = (dataDir: string, count: number): readonly WrittenLogLine[] => {
  const file = logFile(dataDir)
  const lines = [`${file}.1`, file].flatMap((name) => endOf(name).split('\n'))
  // Reads more lines than `count`, because damaged lines are left out.
  return lines
    .slice(-2 * count - 2)
    .flatMap(parseLine)
    .slice(-count)
}
