import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseKeyFile } from '../keys/parse-key-file.ts'
import { freePort } from './free-port.ts'
import { posternCommand } from './postern-command.ts'
import { mustRun } from './run-program.ts'
import { startSshd } from './sshd.ts'
import { makeTemporaryFolder } from './temporary-folder.ts'
import { waitUntil } from './wait-until.ts'
import { copiesInMemory, type Copies } from './copies-in-memory.ts'

export interface MemoryResult {
  readonly when: string
  readonly passphrase: Copies
  readonly seed: Copies
}

const passphrase = 'canary-passphrase-jR7xQ2mVt9'
const reconnections = 5

/**
 * Runs the built command with an encrypted Ed25519 key, and counts what its memory holds of the passphrase and of the key's seed: after the
 * log-in, and after five more that need no question. Linux alone, as root.
 */
export const measureMemory = async (): Promise<readonly MemoryResult[]> => {
  const folder = await makeTemporaryFolder('memory')
  const sshd = await startSshd()
  try {
    const seed = await seedOf(sshd.clientKeyFile)
    await mustRun('ssh-keygen', ['-q', '-p', '-N', passphrase, '-f', sshd.clientKeyFile])
    const postern = posternCommand(path.join(folder.path, 'data'), { HOME: folder.path, SSH_AUTH_SOCK: undefined })
    const server = ['--host', sshd.host, '--port', String(sshd.port), '--user', sshd.user, '--key', sshd.clientKeyFile]
    const trust = ['--trust', sshd.hostKeys()[0]?.fingerprint ?? '']
    await postern.must(['account', 'add', 'work', ...server, ...trust, '--forward', `${await freePort()}:localhost:${sshd.port}`])
    const tunnel = await postern.up('work', { passphrase })
    try {
      const count = async (when: string): Promise<MemoryResult> => {
        // The first collections of garbage are over.
        await sleep(3000)
        const [ofPassphrase, ofSeed] = await copiesInMemory(tunnel.pid, [Buffer.from(passphrase), seed])
        if (ofPassphrase === undefined || ofSeed === undefined) throw new Error('nothing was counted')
        return { when, passphrase: ofPassphrase, seed: ofSeed }
      }
      const results = [await count('after the log-in')]
      const connections = (): number =>
        tunnel.events().filter(({ state }) => JSON.stringify(state ?? null).includes('"connected"')).length
      for (let round = 0; round < reconnections; round += 1) {
        const before = connections()
        sshd.dropConnections()
        await waitUntil(() => connections() > before, { what: 'another log-in', timeoutMs: 30_000 })
      }
      return [...results, await count(`after ${reconnections} more`)]
    } finally {
      await tunnel.stop()
    }
  } finally {
    await sshd.stop()
    await folder.remove()
  }
}

const seedOf = async (file: string): Promise<Buffer> => {
  const { numbers } = await parseKeyFile(await readFile(file)).open('')
  if (numbers.type !== 'ed25519') throw new Error('the key of the test server is none of Ed25519')
  return Buffer.from(numbers.seed)
}
