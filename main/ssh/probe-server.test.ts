import { generateKeyPairSync } from 'node:crypto'
import type { Connection } from 'ssh2'
import { describe, expect, test } from 'vitest'
import { connectOptions } from '../testing/connect-options.ts'
import { failureFrom } from '../testing/rejection.ts'
import { startSshServer, type SshServer, type SshServerOptions } from '../testing/ssh-server.ts'
import { makeTestKey } from '../testing/test-key.ts'
import { waitUntil } from '../testing/wait-until.ts'
import { withoutEd25519 } from '../testing/without-ed25519.ts'
import { probeServer, type ProbeOptions } from './probe-server.ts'

const withServer = async (
  work: (server: SshServer, methods: readonly string[]) => Promise<void>,
  options: Partial<SshServerOptions> = {},
): Promise<void> => {
  const methods: string[] = []
  const server = await startSshServer({
    users: [{ name: 'bob', password: 'bob-password' }],
    authenticate: (context) => {
      methods.push(context.method)
      context.reject()
    },
    ...options,
  })
  try {
    await work(server, methods)
  } finally {
    await server.stop()
  }
}

const meet = (port: number, change: Partial<ProbeOptions> = {}) => {
  const { host, connectTimeoutMs, knownKeyTypes } = connectOptions(port)
  return probeServer({ host, port, connectTimeoutMs, knownKeyTypes, ...change })
}

/** Makes a server that never sends SSH_MSG_SERVICE_ACCEPT. */
const withoutAccept = (connection: Connection): void => {
  const { _protocol: protocol } = connection as unknown as { readonly _protocol: { serviceAccept: () => void } }
  protocol.serviceAccept = () => undefined
}

describe('probing a server', () => {
  test('shows its key and software, and tries no log-in', async () => {
    await withServer(
      async (server, methods) => {
        const met = await meet(server.port)
        expect(met).toMatchObject({
          ...{ hostKey: { type: 'ssh-ed25519', fingerprint: server.hostKeys[0]!.fingerprint }, takesEd25519: 'yes' },
          software: 'Test_1.0',
        })
        await waitUntil(() => server.sockets.size === 0, { what: 'the connection to be over' })
        expect(methods).toEqual([])
      },
      { ssh2: { ident: 'Test_1.0' } },
    )
  })

  test('reports that a server without Ed25519 accepts no such key', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const pem = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()
    await withServer(
      async (server) => {
        expect(await meet(server.port)).toMatchObject({ hostKey: { type: 'ssh-rsa' }, takesEd25519: 'no' })
      },
      {
        hostKeys: [{ privateKey: pem, publicKey: '', fingerprint: '' }],
        onConnection: withoutEd25519,
      },
    )
  })

  test('shows no key that the server does not hold', async () => {
    await withServer(
      async (server) => {
        expect(await failureFrom(meet(server.port))).toMatchObject({ code: 'server-misbehaved' })
      },
      {
        onConnection: (connection) => {
          const blob = Buffer.from(makeTestKey().publicKey.split(' ')[1]!, 'base64')
          const { _protocol: protocol } = connection as unknown as { _protocol: { _hostKeys: Record<string, object> } }
          const copied = (key: object): object => Object.assign(Object.create(key) as object, { getPublicSSH: () => blob })
          protocol._hostKeys = Object.fromEntries(Object.entries(protocol._hostKeys).map(([type, key]) => [type, copied(key)]))
        },
      },
    )
  })

  test('ends after its time limit when the server goes silent', async () => {
    await withServer(
      async (server) => {
        expect(await failureFrom(meet(server.port, { connectTimeoutMs: 300 }))).toEqual({
          code: 'server-silent',
          host: '127.0.0.1',
          port: server.port,
          seconds: 0.3,
          reason: 'handshake-late',
        })
        await waitUntil(() => server.sockets.size === 0, { what: 'the connection to be over' })
      },
      { onConnection: withoutAccept },
    )
  })

  test('ends with the reason of the signal', async () => {
    await withServer(
      async (server) => {
        const reason = new Error('no longer wanted')
        const giveUp = new AbortController()
        const meeting = meet(server.port, { signal: giveUp.signal })
        await waitUntil(() => server.sockets.size === 1, { what: 'a connection' })
        giveUp.abort(reason)
        await expect(meeting).rejects.toBe(reason)
        await waitUntil(() => server.sockets.size === 0, { what: 'the connection to be over' })
      },
      { onConnection: withoutAccept },
    )
  })

  test('names the cause where there is no server', async () => {
    await withServer(async ({ port, stop }) => {
      await stop()
      expect(await failureFrom(meet(port))).toEqual({ code: 'connection-refused', host: '127.0.0.1', port })
    })
  })
})
