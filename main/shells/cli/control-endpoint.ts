import { randomBytes, timingSafeEqual } from 'node:crypto'
import { chmod } from 'node:fs/promises'
import { createServer, type Server, type Socket } from 'node:net'
import { once } from 'node:events'
import { FailureError } from '../../../contract/failure.ts'
import type { Account } from '../../../contract/account.ts'
import { isAnswering } from './control-client.ts'
import { controlTimeoutMs, ControlRequestSchema, maxRequestBytes, type ControlAnswer } from './control-message.ts'
import { readRunEntry, removeRunEntry, socketAddress, withRunFolder, writeRunEntry, type RunEntry } from './run-folder.ts'

export interface ControlEndpoint {
  readonly close: () => Promise<void>
}

/**
 * Claims an account for this process and answers what others ask about its tunnel, over a Unix socket or a named pipe.
 * Rejects `account-running` where a living process has the account; what a dead one left is taken away.
 */
export const openControlEndpoint = async (options: {
  readonly dataDir: string
  readonly account: Account
  readonly answer: () => ControlAnswer
}): Promise<ControlEndpoint> => {
  const { dataDir, account } = options
  const token = randomBytes(32).toString('hex')
  const server = createServer((socket) => serve(socket, token, options.answer))
  const entry = await withRunFolder(dataDir, async () => {
    const previous = await readRunEntry(dataDir, account.id)
    if (previous !== undefined && (await isAnswering(previous)))
      throw new FailureError({ code: 'account-running', account: account.name, pid: previous.pid })
    if (previous !== undefined) await removeRunEntry(dataDir, previous)
    const entry: RunEntry = { accountId: account.id, pid: process.pid, address: await socketAddress(dataDir, account.id), token }
    await listen(server, entry.address)
    await writeRunEntry(dataDir, entry)
    return entry
  })
  return {
    close: async () => {
      server.close()
      await withRunFolder(dataDir, () => removeRunEntry(dataDir, entry))
    },
  }
}

const listen = async (server: Server, address: string): Promise<void> => {
  server.listen(address)
  await once(server, 'listening')
  // A question never keeps the command from ending.
  server.unref()
  // SECURITY: on systems that look at a socket's mode, only its owner may connect; everywhere the token is asked for.
  if (process.platform !== 'win32') await chmod(address, 0o600)
}

const serve = (socket: Socket, token: string, answer: () => ControlAnswer): void => {
  let line = ''
  socket.setEncoding('utf8')
  socket.setTimeout(controlTimeoutMs, () => socket.destroy())
  socket.on('error', () => socket.destroy())
  socket.on('data', (chunk: string) => {
    line += chunk
    const end = line.indexOf('\n')
    if (end === -1 && line.length <= maxRequestBytes) return
    socket.removeAllListeners('data')
    if (end !== -1 && isAllowed(line.slice(0, end), token)) socket.end(`${JSON.stringify(answer())}\n`)
    else socket.destroy()
  })
}

const isAllowed = (line: string, token: string): boolean => {
  const request = parseJson(line)
  const parsed = ControlRequestSchema.safeParse(request)
  if (!parsed.success) return false
  const shown = Buffer.from(parsed.data.token)
  const expected = Buffer.from(token)
  // SECURITY: the token is in a file that its owner alone reads; comparing it in constant time keeps it from being guessed byte by byte.
  return shown.length === expected.length && timingSafeEqual(shown, expected)
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
