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
import { accountOf, closers, forwardTo, house, startMailServer } from './tunnel-house.ts'

/** What the mail server behind a tunnel says. */
export const answer = '+OK ready\r\n'
/** Answers no SYN and says so at once: the network has no host of this address (RFC 919). */
export const nowhere = { host: '255.255.255.255', port: 22 }

let clientKey: TestKey
let clientKeyFile: string
let hostKey: TestKey
let dialledTimes: number

/** The key that every server here lets in. */
export const key = (): TestKey => clientKey
/** How often SSH was dialled. */
export const calls = (): number => dialledTimes

export const startServer = async (change: Partial<SshServerOptions> = {}): Promise<SshServer> => {
  const server = await startSshServer({
    users: [{ name: 'bob', publicKeys: [clientKey.publicKey] }],
    hostKeys: [hostKey],
    ...change,
    onConnection: () => {
      dialledTimes += 1
    },
  })
  closers.push(server.stop)
  return server
}

const asSshd = ({ host, port }: { host: string; port: number }) => ({
  ...{ host, port, user: 'bob', clientKeyFile },
  // Of every server here, whichever port an account is moved to.
  knownHostsLines: () => [`[${host}]:${port} ${hostKey.publicKey}`, `* ${hostKey.publicKey}`],
})

/** Two forwards through `server` to mail servers, not yet brought up. */
export const houseBefore = async (
  server: { host: string; port: number },
  change: Partial<Settings> = {},
  account: Partial<Account> = {},
) => {
  const sshd = asSshd(server)
  const forwards = [await forwardTo(await startMailServer()), await forwardTo(await startMailServer(), 'imap')]
  const made = await house([accountOf(sshd, forwards, account)], [sshd], change)
  const stateNames = (): readonly string[] => made.states.map(({ name }) => name)
  return { ...made, stateNames, port: forwards[0]!.bindPort, otherPort: forwards[1]!.bindPort }
}

/** The same with an account that connects on first use, brought up. */
export const waitingHouse: typeof houseBefore = async (server, change, account) => {
  const made = await houseBefore(server, change, { connect: 'on-first-use', ...account })
  await made.service.connect('work')
  return made
}

beforeEach(async () => {
  const folder = await makeTemporaryFolder('waiting')
  closers.push(folder.remove)
  clientKey = makeTestKey()
  hostKey = makeTestKey()
  dialledTimes = 0
  clientKeyFile = path.join(folder.path, 'key')
  await writeFile(clientKeyFile, clientKey.privateKey)
  await chmod(clientKeyFile, 0o600)
})
