import { connect, type Socket } from 'node:net'
import { once } from 'node:events'
import {
  ControlAnswerSchema,
  longestAnswerMs,
  promptMs,
  type ControlAnswer,
  type ControlLine,
  type ControlRequest,
  type ControlRequestName,
} from './control-message.ts'
import type { RunEntry } from './run-folder.ts'

/** Whether the process of an entry lives. A `stuck` process lives and accepts no connection. */
export type Liveness = 'alive' | 'dead' | 'stuck'

/** The reply of a process. `gone`: it accepted the request and ended without an answer. */
export type ControlReply<Name extends ControlRequestName> =
  { readonly was: 'answered'; readonly answer: ControlAnswer<Name> } | { readonly was: 'dead' | 'gone' | 'not-answering' }

/** Returns whether a living process listens at the entry's address. The process id alone proves nothing, because ids are reused. */
export const checkLiveness = async (entry: RunEntry): Promise<Liveness> => {
  const dialled = await dial(entry.address)
  if (typeof dialled === 'string') return dialled
  dialled.destroy()
  return 'alive'
}

/** Sends one request to the process of an entry. Only `status` must be answered soon; other requests may first connect. */
export const askProcess = async <Name extends ControlRequestName>(
  entry: Pick<RunEntry, 'address' | 'token'>,
  asked: Extract<ControlRequest, { request: Name }>,
): Promise<ControlReply<Name>> => {
  const socket = await dial(entry.address)
  if (socket === 'dead') return { was: 'dead' }
  if (socket === 'stuck') return { was: 'not-answering' }
  const late = AbortSignal.timeout(asked.request === 'status' ? promptMs : longestAnswerMs)
  late.addEventListener('abort', () => socket.destroy(), { once: true })
  try {
    const line: ControlLine = { token: entry.token, asked }
    socket.write(`${JSON.stringify(line)}\n`)
    let text = ''
    for await (const chunk of socket.setEncoding('utf8')) text += String(chunk)
    if (late.aborted) return { was: 'not-answering' }
    if (text === '') return { was: 'gone' }
    // The answer has the type of the request, which the compiler cannot follow through JSON.
    return { was: 'answered', answer: ControlAnswerSchema.parse(JSON.parse(text)) as ControlAnswer as ControlAnswer<Name> }
  } catch {
    return { was: late.aborted ? 'not-answering' : 'gone' }
  } finally {
    socket.destroy()
  }
}

const deadCodes: readonly unknown[] = ['ECONNREFUSED', 'ENOENT']

const dial = async (address: string): Promise<Socket | 'dead' | 'stuck'> => {
  const socket = connect(address)
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(promptMs) })
    return socket
  } catch (error) {
    socket.on('error', () => undefined).destroy()
    // Any other error, such as a full queue of connections, comes from a living process.
    return deadCodes.includes((error as NodeJS.ErrnoException).code) ? 'dead' : 'stuck'
  }
}
