import type { LogLine } from '../../contract/events.ts'
import { logLevels, type Settings } from '../../contract/settings.ts'
import { boundLogLine } from '../data-folder/bounded-log-line.ts'
import type { EventEmitter } from '../tunnels/tunnel-service.ts'
import type { EmitToWindow } from '../requests/request-handlers.ts'

/** The number of lines that a window shows. */
const mostLines = 2000

export interface LogFeedDependencies {
  readonly events: Pick<EventEmitter, 'on' | 'off'>
  readonly emit: EmitToWindow
  /** Writes a line to the connection log on the disk. */
  readonly write: (line: LogLine) => void
  readonly level: Settings['logLevel']
}

export interface LogFeed {
  /** The last 2,000 lines, the oldest first. */
  readonly lines: () => readonly LogLine[]
  /** Sets the lowest level of the lines that are kept from now on. */
  readonly setLevel: (level: Settings['logLevel']) => void
  readonly close: () => void
}

/** Keeps the lines of the connection log in memory and on the disk, from the level of the settings up, and sends them to the window. */
export const createLogFeed = ({ events, emit, write, level }: LogFeedDependencies): LogFeed => {
  let lowest = level
  const lines: LogLine[] = []

  const onLine = (written: LogLine): void => {
    if (logLevels.indexOf(written.level) < logLevels.indexOf(lowest)) return
    // SECURITY: the window receives the masked line that is written to the disk, never the original.
    const line = boundLogLine(written)
    lines.push(line)
    if (lines.length > mostLines) lines.shift()
    write(line)
    emit('LogLineWritten', line)
  }

  events.on('LogLineWritten', onLine)
  return {
    lines: () => [...lines],
    setLevel: (changed) => {
      lowest = changed
    },
    close: () => events.off('LogLineWritten', onLine),
  }
}
