import { generateKeyPairSync } from 'node:crypto'
import type { Algorithms } from 'ssh2'
import { describe, expect, test } from 'vitest'
import { connectOptions } from '../../testing/connect-options.ts'
import { failureFrom } from '../../testing/rejection.ts'
import { startSshServer } from '../../testing/ssh-server.ts'
import type { TestKey } from '../../testing/test-key.ts'
import { makeTestKey } from '../../testing/test-key.ts'
import { offeredAlgorithms } from './algorithms.ts'
import { connect } from '../connect.ts'
import type { ConnectOptions } from '../connection.ts'

const ciphers = ['aes128-gcm@openssh.com', 'aes256-gcm@openssh.com', 'chacha20-poly1305@openssh.com', 'aes256-ctr'] as const
const users = [{ name: 'bob', password: 'bob-password' }]
const ecdsaKey = (namedCurve = 'P-256'): TestKey => ({
  privateKey: generateKeyPairSync('ec', { namedCurve }).privateKey.export({ type: 'sec1', format: 'pem' }) as string,
  publicKey: '',
  fingerprint: '',
})

/** Connects to a server with these algorithms and returns the negotiated ones, or the failure. */
const negotiate = async (
  server: { readonly algorithms?: Algorithms; readonly hostKeys?: readonly TestKey[] },
  change: Partial<ConnectOptions> = {},
) => {
  const { algorithms, hostKeys = [makeTestKey()] } = server
  const ssh = await startSshServer({ users, hostKeys, ssh2: algorithms === undefined ? {} : { algorithms } })
  try {
    const connection = await connect(connectOptions(ssh.port, change))
    await connection.end()
    return connection.facts
  } finally {
    await ssh.stop()
  }
}

describe('the algorithms that are offered', () => {
  test('are the hardened list and nothing else, fastest first (ssh2-facts 5)', () => {
    expect(offeredAlgorithms({ knownKeyTypes: [], compression: false })).toEqual({
      kex: ['curve25519-sha256', 'curve25519-sha256@libssh.org', 'diffie-hellman-group16-sha512', 'diffie-hellman-group18-sha512'],
      serverHostKey: ['ssh-ed25519', 'rsa-sha2-512', 'rsa-sha2-256'],
      cipher: ciphers,
      hmac: ['hmac-sha2-256-etm@openssh.com', 'hmac-sha2-512-etm@openssh.com', 'hmac-sha2-256', 'hmac-sha2-512'],
      compress: ['none'],
    })
  })

  test('all work: each cipher logs in', async () => {
    for (const cipher of ciphers) expect((await negotiate({ algorithms: { cipher: [cipher] } })).cipher).toBe(cipher)
  })

  test('have compression only where it is switched on, and then only after the log-in', async () => {
    const algorithms: Algorithms = { compress: ['zlib@openssh.com', 'zlib', 'none'] }
    expect((await negotiate({ algorithms })).compression).toBe('none')
    expect((await negotiate({ algorithms }, { compression: true })).compression).toBe('zlib@openssh.com')
    expect((await negotiate({ algorithms: { compress: ['none'] } }, { compression: true })).compression).toBe('none')
  })

  // ssh2-facts 4
  test('name the key types known for the host first', async () => {
    const both = { hostKeys: [makeTestKey(), ecdsaKey()] }
    expect((await negotiate(both)).hostKey.type).toBe('ssh-ed25519')
    expect((await negotiate(both, { knownKeyTypes: ['ecdsa-sha2-nistp256'] })).hostKey.type).toBe('ecdsa-sha2-nistp256')
    expect(offeredAlgorithms({ knownKeyTypes: ['ssh-rsa', 'ssh-dss'], compression: false }).serverHostKey).toEqual([
      'rsa-sha2-512',
      'rsa-sha2-256',
      'ssh-ed25519',
    ])
  })

  // ssh2-facts 32
  test.each([
    ['P-256', 'ecdsa-sha2-nistp256'],
    ['P-384', 'ecdsa-sha2-nistp384'],
    ['P-521', 'ecdsa-sha2-nistp521'],
  ])('hold ECDSA for a server that has a host key of %s alone', async (curve, type) => {
    expect((await negotiate({ hostKeys: [ecdsaKey(curve)] })).hostKey.type).toBe(type)
  })

  test('try each key type of the server until it shows the pinned key', async () => {
    const hostKeys = [makeTestKey(), ecdsaKey('P-256'), ecdsaKey('P-521')]
    const shown: string[] = []
    const pinnedTo =
      (type: string): ConnectOptions['judgeHostKey'] =>
      (key) => {
        shown.push(key.type)
        return key.type === type
          ? { verdict: 'trusted' }
          : { verdict: 'changed', known: ['SHA256:pin'], source: { kind: 'account' } }
      }
    const pinned = 'ecdsa-sha2-nistp521'
    expect((await negotiate({ hostKeys }, { judgeHostKey: pinnedTo(pinned) })).hostKey.type).toBe(pinned)
    expect(shown).toEqual(['ssh-ed25519', 'ecdsa-sha2-nistp256', pinned])
    const none = await failureFrom(negotiate({ hostKeys }, { judgeHostKey: pinnedTo('ssh-rsa') }))
    expect(none).toMatchObject({ code: 'host-key-changed', keyType: 'ssh-ed25519' })
  })

  test('without a match are reported by their kind, with the server’s offer', async () => {
    const refused = async (server: Parameters<typeof negotiate>[0]) => await failureFrom(negotiate(server))
    const failure = { code: 'no-common-algorithm', host: '127.0.0.1' }
    expect(await refused({ algorithms: { kex: ['ecdh-sha2-nistp256', 'ecdh-sha2-nistp384'] } })).toEqual({
      ...failure,
      kind: 'key-exchange',
      offered: ['ecdh-sha2-nistp256', 'ecdh-sha2-nistp384'],
    })
    expect(await refused({ algorithms: { cipher: ['aes128-ctr', 'aes256-cbc'] } })).toEqual({
      ...failure,
      kind: 'cipher',
      offered: ['aes128-ctr', 'aes256-cbc'],
    })
    expect(await refused({ algorithms: { cipher: ['aes256-ctr'], hmac: ['hmac-sha1'] } })).toEqual({
      ...failure,
      kind: 'mac',
      offered: ['hmac-sha1'],
    })
    expect(await refused({ algorithms: { compress: ['zlib'] } })).toEqual({ ...failure, kind: 'compression', offered: ['zlib'] })
  })
})
