import { createServer, type Server } from 'node:net'
import { describe, expect, test } from 'vitest'
import { failureOf } from '../../../contract/failure.ts'
import { bindPort } from './bind-port.ts'

/** The kernel may allow everyone low ports and any address, so the test injects the error. */
const refusing = (code: string): Server => {
  const server = createServer()
  server.listen = () => {
    process.nextTick(() => server.emit('error', Object.assign(new Error('listen'), { code })))
    return server
  }
  return server
}
const failureFor = async (code: string, port: number): Promise<unknown> =>
  failureOf(await bindPort(refusing(code), { address: '127.0.0.1', port }).catch((error: unknown) => error))

describe('binding a port', () => {
  test('returns the bound address, with a free port for 0', async () => {
    const server = createServer()
    const bound = await bindPort(server, { address: '::1', port: 0 })
    expect(bound.address).toBe('::1')
    expect(bound.port).toBeGreaterThan(0)
    server.close()
  })

  test.skipIf(process.platform === 'win32').each([
    [110, 11_110],
    [25, 11_025],
    [60_000, 49_000],
  ])('that the OS keeps for the privileged proposes one of the same ending: %i', async (port, suggestion) => {
    expect(await failureFor('EACCES', port)).toEqual({ code: 'port-needs-privilege', port, suggestion })
  })

  test('on an address that this machine lacks fails with a reason of its own', async () => {
    const error: unknown = await bindPort(createServer(), { address: '192.0.2.1', port: 0 }).catch((reason: unknown) => reason)
    expect(failureOf(error)).toEqual({ code: 'address-not-available', address: '192.0.2.1' })
    expect(await failureFor('EAFNOSUPPORT', 110)).toEqual({ code: 'address-not-available', address: '127.0.0.1' })
  })

  test('passes on an error that is not about the port', async () => {
    await expect(bindPort(refusing('ENOMEM'), { address: '127.0.0.1', port: 110 })).rejects.toMatchObject({ code: 'ENOMEM' })
  })
})
