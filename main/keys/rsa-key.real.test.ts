import { chown, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { connect } from '../ssh/connect.ts'
import { describeWith } from '../testing/components.ts'
import { memoryStore, memoryVault } from '../testing/memory-store.ts'
import { startSshd } from '../testing/sshd.ts'
import { createIdentityService } from '../identities/create-identity-service.ts'

describeWith(['sshd', 'ssh-keygen', 'root', 'unshare'], 'an RSA key that Postern keeps', () => {
  test('logs in to a server that accepts RSA alone, and an Ed25519 key does not', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'postern-rsa-'))
    const sshd = await startSshd({ config: ['PubkeyAcceptedAlgorithms rsa-sha2-256,rsa-sha2-512,ssh-rsa'] })
    try {
      const service = createIdentityService({ store: memoryStore(), vault: memoryVault(), folder, bcryptRounds: 1 })
      const make = (name: string, type: 'rsa' | 'ed25519') => service.create({ name, type, passphrase: { kept: 'keychain' } })
      const keys = [await make('old-server', 'rsa'), await make('modern', 'ed25519')]
      const { uid, gid } = await stat(path.dirname(sshd.authorizedKeysFile))
      await writeFile(sshd.authorizedKeysFile, keys.map(({ publicKeyLine }) => `${publicKeyLine}\n`).join(''))
      await chown(sshd.authorizedKeysFile, uid, gid)
      const logIn = (name: string) =>
        connect({
          host: sshd.host,
          port: sshd.port,
          user: sshd.user,
          compression: false,
          knownKeyTypes: [],
          connectTimeoutMs: 20_000,
          logInTimeoutMs: 120_000,
          keepaliveMs: 15_000,
          keepaliveTimeoutMs: 15_000,
          judgeHostKey: () => ({ verdict: 'trusted' }),
          authentication: [
            {
              type: 'key',
              name,
              unlock: async () => (await service.unlock({ kind: 'kept', name }, () => Promise.resolve(undefined))).privateKey,
            },
          ],
        })
      await expect(logIn('modern')).rejects.toMatchObject({ failure: { code: 'login-refused' } })
      const connection = await logIn('old-server')
      expect(connection.facts.authenticatedBy).toBe('key')
      await connection.end()
    } finally {
      await sshd.stop()
      await rm(folder, { recursive: true, force: true })
    }
  }, 180_000)
})
