import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { failureOf } from '../../../contract/failure.ts'
import { bindPort } from './bind-port.ts'

test('a port that a program of Windows holds for itself alone is taken', async () => {
  const server = createServer()
  // Windows refuses an exclusive port with EACCES, as it refuses none for being low; Wine does so for no port, and the fault is injected.
  server.listen = () => {
    process.nextTick(() => server.emit('error', Object.assign(new Error('listen'), { code: 'EACCES' })))
    return server
  }
  const error: unknown = await bindPort(server, { address: '127.0.0.1', port: 110 }).catch((reason: unknown) => reason)
  expect(failureOf(error)).toEqual({ code: 'port-taken', port: 110 })
})
