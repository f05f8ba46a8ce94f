import { chmod, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { beforeEach } from 'vitest'
import type { Account } from '../../contract/account.ts'
import type { Settings } from '../../contract/settings.ts'
import { startSshServer } from './ssh-server.ts'
import type { SshServer, SshServerOptions } from './ssh-server.ts'
import { makeTemporaryFolder } from './temporary-folder.ts'
import { makeTestKey } from './test-key.ts'
import type { TestKey } from './test-key.ts'
import { accountOf, forwardTo, tunnelHarness } from './tunnel-harness.ts'

/** The greeting of the mail server behind a tunnel. */
export const answer = '+OK ready\r\n'
/** The broadcast address (RFC 919), to which a connection fails at once. */
export const nowhere = { host: '255.255.255.255', port: 22 }

/**
 * Call it in a test file or a `describe`. A tunnel harness with SSH servers that accept one key, new for each test, and with tunnels of two
 * forwards through them.
 */
export const waitingHarness = () => {
  const harness = tunnelHarness()
  const { closeAfter, startMailServer, compose } = harness
  const fresh = { clientKey: makeTestKey(), hostKey: makeTestKey(), clientKeyFile: '', dials: 0 }

  beforeEach(async () => {
    const folder = await makeTemporaryFolder('waiting')
    closeAfter(folder.remove)
    const clientKeyFile = path.join(folder.path, 'key')
    Object.assign(fresh, { clientKey: makeTestKey(), hostKey: makeTestKey(), clientKeyFile, dials: 0 })
    await writeFile(clientKeyFile, fresh.clientKey.privateKey)
    await chmod(clientKeyFile, 0o600)
  })

  /** The key that every server here accepts. */
  const key = (): TestKey => fresh.clientKey
  /** How often SSH was dialled. */
  const dials = (): number => fresh.dials

  const startServer = async (change: Partial<SshServerOptions> = {}): Promise<SshServer> => {
    const server = await startSshServer({
      users: [{ name: 'bob', publicKeys: [fresh.clientKey.publicKey] }],
      hostKeys: [fresh.hostKey],
      ...change,
      onConnection: () => {
        fresh.dials += 1
      },
    })
    closeAfter(server.stop)
    return server
  }

  const asSshd = ({ host, port }: { host: string; port: number }) => ({
    host,
    port,
    user: 'bob',
    clientKeyFile: fresh.clientKeyFile,
    // The host key is that of every server here, because a test may move an account to another port.
    knownHostsLines: () => [`[${host}]:${port} ${fresh.hostKey.publicKey}`, `* ${fresh.hostKey.publicKey}`],
  })

  /** A tunnel with two forwards through `server` to mail servers, not yet connected. */
  const tunnelTo = async (
    server: { host: string; port: number },
    change: Partial<Settings> = {},
    account: Partial<Account> = {},
  ) => {
    const sshd = asSshd(server)
    const forwards = [await forwardTo(await startMailServer()), await forwardTo(await startMailServer(), 'imap')]
    const composed = await compose([accountOf(sshd, forwards, account)], [sshd], change)
    const stateNames = (): readonly string[] => composed.states.map(({ name }) => name)
    return { ...composed, stateNames, port: forwards[0]!.bindPort, otherPort: forwards[1]!.bindPort }
  }

  /** The same for an account that connects on first use, and now waits for it. */
  const waitingTunnelTo: typeof tunnelTo = async (server, change, account) => {
    const tunnel = await tunnelTo(server, change, { connect: 'on-first-use', ...account })
    await tunnel.service.connect('work')
    return tunnel
  }

  return { ...harness, key, dials, startServer, tunnelTo, waitingTunnelTo }
}
