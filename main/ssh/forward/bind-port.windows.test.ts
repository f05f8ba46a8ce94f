import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { failureOf } from '../../../contract/failure.ts'
import { bindPort } from './bind-port.ts'

test('a port that another program holds exclusively is taken', async () => {
  const server = createServer()
  // Windows refuses an exclusive port with EACCES, and refuses no port for being low. Wine refuses neither, so the test injects the error.
  server.listen = () => {
    process.nextTick(() => server.emit('error', Object.assign(new Error('listen'), { code: 'EACCES' })))
    return server
  }
  const error: unknown = await bindPort(server, { address: '127.0.0.1', port: 110 }).catch((reason: unknown) => reason)
  expect(failureOf(error)).toEqual({ code: 'port-taken', port: 110 })
})
