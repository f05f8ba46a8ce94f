import { describe, expect, test } from 'vitest'
import { FailureError } from '../../contract/failure.ts'
import type { Connection } from '../ssh/connection.ts'
import { installPublicKey } from './install-public-key.ts'

const line = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA laptop'

/** A connection with a fault that no test server has: Windows, or a shell that never ends. */
const faulty = (change: {
  readonly serverSoftware?: string
  readonly execute?: Connection['execute']
  readonly closed?: Connection['closed']
}) => {
  const commands: string[] = []
  const connection: Connection = {
    facts: {
      hostKey: { host: 'mail.example.org', port: 22, type: 'ssh-ed25519', blob: new Uint8Array(), fingerprint: '' },
      serverSoftware: change.serverSoftware ?? 'OpenSSH_9.2p1',
      keyExchange: '',
      cipher: '',
      compression: '',
      authenticatedBy: 'password',
    },
    openChannel: () => Promise.reject(new Error('not asked for')),
    execute: (command, options) => {
      commands.push(command)
      return change.execute?.(command, options) ?? Promise.reject(new Error('not asked for'))
    },
    closed: change.closed ?? new Promise(() => undefined),
    probe: () => undefined,
    end: () => Promise.resolve(),
  }
  return { connection, commands }
}

const lost = new FailureError({ code: 'connection-lost', host: 'mail.example.org', reason: 'ended' })

describe('installing a public key', () => {
  test('runs nothing on a Windows server, whose shell would split the command', async () => {
    const { connection, commands } = faulty({ serverSoftware: 'OpenSSH_for_Windows_9.5' })
    await expect(installPublicKey(connection, line)).rejects.toMatchObject({
      failure: { code: 'key-install-refused', reason: 'install-on-windows' },
    })
    expect(commands).toEqual([])
  })

  test('rejects a shell that never ends and a lost connection with different failures', async () => {
    const execute = () => Promise.reject(lost)
    await expect(installPublicKey(faulty({ execute }).connection, line)).rejects.toMatchObject({
      failure: { code: 'key-install-refused', reason: 'install-shell-without-end' },
    })
    const gone = faulty({ execute, closed: Promise.resolve(lost.failure) })
    await expect(installPublicKey(gone.connection, line)).rejects.toBe(lost)
  })

  test('sends one line without a quote, a backslash or an exclamation mark within its quotes, and never the key', async () => {
    const { connection, commands } = faulty({ execute: () => Promise.reject(lost) })
    await expect(installPublicKey(connection, line)).rejects.toBeInstanceOf(FailureError)
    expect(commands).toHaveLength(1)
    expect(commands[0]).toMatch(/^exec sh -c '[^'\\!\n]+'$/)
    expect(commands[0]).not.toContain('AAAA')
  })

  test.each([`${line}\n${line}`, 'ssh-ed25519', ''])('refuses %j, which is no public key line', async (text) => {
    const { connection, commands } = faulty({})
    await expect(installPublicKey(connection, text)).rejects.toThrow('not a public key line')
    expect(commands).toEqual([])
  })
})
