import type { Connection } from 'ssh2'
import { describe, expect, test } from 'vitest'
import type { HostKey, HostKeySource, HostKeyVerdict } from '../../../contract/host-key.ts'
import { connectOptions } from '../../testing/connect-options.ts'
import { failureFrom } from '../../testing/rejection.ts'
import { startSshServer } from '../../testing/ssh-server.ts'
import type { SshServer, SshServerOptions } from '../../testing/ssh-server.ts'
import { makeTestKey } from '../../testing/test-key.ts'
import { connect } from '../connect.ts'
import { message, sshString, uint32 } from '../../testing/send-payload.ts'
import { createHostKeyCheck, hostKeyOf, rsaBitsOutOfBounds } from './host-key.ts'

const withServer = async (
  work: (ssh: SshServer, served: readonly Connection[]) => Promise<void>,
  options: Partial<SshServerOptions> = {},
): Promise<void> => {
  const served: Connection[] = []
  const ssh = await startSshServer({
    users: [{ name: 'bob', password: 'bob-password' }],
    onConnection: (connection) => served.push(connection),
    ...options,
  })
  try {
    await work(ssh, served)
  } finally {
    await ssh.stop()
  }
}

const rsaBlob = (bits: number): Buffer => {
  const modulus = Buffer.alloc(Math.ceil(bits / 8), 0xff)
  modulus[0] = 0xff >> (modulus.length * 8 - bits)
  // A number that would be negative has a zero before it (RFC 4251 section 5).
  return Buffer.concat([
    sshString('ssh-rsa'),
    sshString(Buffer.from([1, 0, 1])),
    sshString(Buffer.concat([Buffer.from([0]), modulus])),
  ])
}

describe('an RSA host key', () => {
  test.each([0, 512, 1023, 16_385])('of %i bits is out of bounds', (bits) => {
    expect(rsaBitsOutOfBounds({ type: 'ssh-rsa', blob: rsaBlob(bits) })).toBe(bits)
  })
  test.each([1024, 3072, 16_384])('of %i bits is accepted', (bits) => {
    expect(rsaBitsOutOfBounds({ type: 'ssh-rsa', blob: rsaBlob(bits) })).toBeUndefined()
  })
  test.each([sshString('ssh-rsa'), Buffer.alloc(0), message(0), uint32(0xffff_ffff)])(
    'that is cut short is out of bounds',
    (blob) => {
      expect(rsaBitsOutOfBounds({ type: 'ssh-rsa', blob })).toBe(0)
    },
  )
})

describe('the host key of a server', () => {
  test('is judged with its type, blob and fingerprint, and is among the facts of the connection', async () => {
    await withServer(async (ssh) => {
      const judged: HostKey[] = []
      const judgeHostKey = (key: HostKey): HostKeyVerdict => {
        judged.push(key)
        return { verdict: 'trusted' }
      }
      const connection = await connect(connectOptions(ssh.port, { judgeHostKey }))
      const [key] = ssh.hostKeys
      expect(judged).toEqual([
        {
          host: '127.0.0.1',
          port: ssh.port,
          type: 'ssh-ed25519',
          blob: Buffer.from(key!.publicKey.split(' ')[1]!, 'base64'),
          fingerprint: key!.fingerprint,
        },
      ])
      expect(connection.facts.hostKey).toEqual(judged[0])
      await connection.end()
    })
  })

  test('that is unknown, changed or revoked never connects, and is named in the failure', async () => {
    await withServer(async (ssh) => {
      const { fingerprint } = ssh.hostKeys[0]!
      const seen = { host: '127.0.0.1', port: ssh.port, keyType: 'ssh-ed25519', fingerprint }
      const refusedAs = async (verdict: HostKeyVerdict) =>
        await failureFrom(connect(connectOptions(ssh.port, { judgeHostKey: () => verdict })))
      expect(await refusedAs({ verdict: 'unknown' })).toEqual({ code: 'host-key-unknown', ...seen })
      expect(await refusedAs({ verdict: 'revoked' })).toEqual({ code: 'host-key-revoked', ...seen })
      const source: HostKeySource = { kind: 'file', file: 'known_hosts', line: 3 }
      const changed = { known: ['SHA256:x'], source }
      const [since, refused] = ['2026-11-21T12:00:00Z', { code: 'host-key-changed', ...seen, ...changed }]
      expect(await refusedAs({ verdict: 'changed', ...changed })).toEqual(refused)
      expect(await refusedAs({ verdict: 'changed', ...changed, since })).toEqual({ ...refused, since })
    })
  })

  // ssh2-facts 1: ssh2 accepts a promise, 0, null and undefined as a yes.
  test.each([undefined, null, 0, 1, true, 'trusted', {}, { verdict: true }, Promise.resolve({ verdict: 'trusted' })])(
    'never connects on the verdict %j',
    async (verdict) => {
      await withServer(async (ssh) => {
        let asked = false
        const password = (): Promise<string> => {
          asked = true
          return Promise.resolve('bob-password')
        }
        const judgeHostKey = (): HostKeyVerdict => verdict as unknown as HostKeyVerdict
        const authentication = [{ type: 'password', password }] as const
        await expect(connect(connectOptions(ssh.port, { judgeHostKey, authentication }))).rejects.toThrow()
        expect(asked).toBe(false)
      })
    },
  )

  test('never connects if the judge throws, and rejects with that error', async () => {
    await withServer(async (ssh) => {
      const fault = new Error('the judge is broken')
      const judgeHostKey = (): never => {
        throw fault
      }
      await expect(connect(connectOptions(ssh.port, { judgeHostKey }))).rejects.toBe(fault)
    })
  })

  // ssh2-facts 2: the verifier runs again at every rekey.
  test('is judged again at a rekey, and a connection whose key was revoked meanwhile ends', async () => {
    await withServer(async (ssh, served) => {
      let verdict: HostKeyVerdict = { verdict: 'trusted' }
      const connection = await connect(connectOptions(ssh.port, { judgeHostKey: () => verdict }))
      const rekey = async (): Promise<void> => await new Promise((resolve) => served[0]!.rekey(() => resolve()))
      await rekey()
      verdict = { verdict: 'revoked' }
      void rekey()
      expect(await connection.closed).toMatchObject({ code: 'host-key-revoked' })
    })
  })

  test('must stay the same at a rekey, even where the other key would be trusted too', () => {
    const server = { host: 'mail.example.org', port: 22 }
    const blobs = [makeTestKey(), makeTestKey()].map((key) => Buffer.from(key.publicKey.split(' ')[1]!, 'base64'))
    const check = createHostKeyCheck(server, () => ({ verdict: 'trusted' }))
    const answers: boolean[] = []
    for (const blob of [blobs[0]!, blobs[0]!, blobs[1]!])
      check.verify(blob, (trusted) => {
        answers.push(trusted)
      })
    expect(answers).toEqual([true, true, false])
    expect(check.refusal()).toMatchObject({
      code: 'host-key-changed',
      known: [hostKeyOf(blobs[0]!, server).fingerprint],
      fingerprint: hostKeyOf(blobs[1]!, server).fingerprint,
    })
  })

  // ssh2-facts 2: the verifier runs before the signature is checked.
  test('is returned only once the server has proved that it holds the key', async () => {
    await withServer(
      async (ssh) => {
        const other = makeTestKey()
        const connecting = connect(connectOptions(ssh.port))
        // The server presents one key and signs with another, as a server that copied the first would have to.
        await expect(connecting).rejects.toMatchObject({ failure: { code: 'server-misbehaved' } })
        expect(other.fingerprint).not.toBe(ssh.hostKeys[0]!.fingerprint)
      },
      { onConnection: presentAnotherKey },
    )
  })
})

/** Makes ssh2's server present a key with which it does not sign. */
const presentAnotherKey = (connection: Connection): void => {
  const blob = Buffer.from(makeTestKey().publicKey.split(' ')[1]!, 'base64')
  const { _protocol: protocol } = connection as unknown as {
    _protocol: { _hostKeys: Record<string, { getPublicSSH: () => Buffer }> }
  }
  protocol._hostKeys = Object.fromEntries(
    Object.entries(protocol._hostKeys).map(([type, key]) => [
      type,
      Object.assign(Object.create(key as object) as typeof key, { getPublicSSH: () => blob }),
    ]),
  )
}
