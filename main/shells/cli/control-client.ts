import { connect, type Socket } from 'node:net'
import { once } from 'node:events'
import { controlTimeoutMs, type ControlAnswer, type ControlRequest } from './control-message.ts'
import { listRunEntries, removeRunEntry, withRunFolder, type RunEntry } from './run-folder.ts'

/** What a run entry turned out to be. A process that took the connection and does not answer is alive (it may be stopped by ^Z). */
export type Sighting =
  | { readonly entry: RunEntry; readonly seen: 'running'; readonly answer: ControlAnswer }
  | { readonly entry: RunEntry; readonly seen: 'not-answering' }

/** Whether a living process listens at the entry's address. The process id alone would not say: ids are used again. */
export const isAnswering = async (entry: RunEntry): Promise<boolean> => {
  const socket = await dial(entry)
  socket?.destroy()
  return socket !== undefined
}

/** Asks every `postern up` of this data folder for its status, and clears up after those that died. */
export const askRunning = async (dataDir: string): Promise<readonly Sighting[]> => {
  const entries = await listRunEntries(dataDir)
  const sightings = await Promise.all(entries.map((entry) => ask(dataDir, entry)))
  return sightings.filter((sighting) => sighting !== undefined)
}

const ask = async (dataDir: string, entry: RunEntry): Promise<Sighting | undefined> => {
  const socket = await dial(entry)
  if (socket === undefined) {
    await withRunFolder(dataDir, () => removeRunEntry(dataDir, entry))
    return undefined
  }
  try {
    const request: ControlRequest = { token: entry.token, request: 'status' }
    socket.setTimeout(controlTimeoutMs, () => socket.destroy(new Error('no answer')))
    socket.write(`${JSON.stringify(request)}\n`)
    let text = ''
    for await (const chunk of socket.setEncoding('utf8')) text += String(chunk)
    return { entry, seen: 'running', answer: JSON.parse(text) as ControlAnswer }
  } catch {
    return { entry, seen: 'not-answering' }
  } finally {
    socket.destroy()
  }
}

const dial = async (entry: RunEntry): Promise<Socket | undefined> => {
  const socket = connect(entry.address)
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(controlTimeoutMs) })
    return socket
  } catch {
    socket.on('error', () => undefined).destroy()
    return undefined
  }
}
