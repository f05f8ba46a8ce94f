import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { connect as dial, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import path from 'node:path'
import mitt from 'mitt'
import { AccountSchema } from '../../contract/account.ts'
import type { Account } from '../../contract/account.ts'
import type { LogLine } from '../../contract/events.ts'
import { LocalForwardSchema } from '../../contract/local-forward.ts'
import type { LocalForward } from '../../contract/local-forward.ts'
import type { Ask } from '../../contract/question.ts'
import { SettingsSchema } from '../../contract/settings.ts'
import type { Settings } from '../../contract/settings.ts'
import type { ForwardStatus, TunnelState, TunnelStatus } from '../../contract/tunnel-state.ts'
import { createAccountService } from '../accounts/create-account-service.ts'
import { createIdentityService } from '../identities/create-identity-service.ts'
import { createHostTrust } from '../known-hosts/create-host-trust.ts'
import { createPeerProgram } from '../local-peer/peer-program.ts'
import { portHolder } from '../local-peer/port-holder.ts'
import { certificateRefused } from '../mail/certificates/certificate-failure.ts'
import { encryptMail } from '../mail/mail-tls/encrypt-mail.ts'
import { connect } from '../ssh/connect.ts'
import { openListener } from '../ssh/forward/open-listener.ts'
import { closeAfterEach } from './close-after-each.ts'
import { freePort } from './free-port.ts'
import { memoryStore, memoryVault } from './memory-store.ts'
import type { Sshd } from './sshd.ts'
import { makeTemporaryFolder } from './temporary-folder.ts'
import { waitUntil } from './wait-until.ts'
import { openAdmitOwnUser } from '../tunnels/admit-own-user.ts'
import { createTunnelService } from '../tunnels/create-tunnel-service.ts'
import { createOpenConnection } from '../connections/open-connection.ts'
import type { EventEmitter } from '../tunnels/tunnel-service.ts'

export const forwardTo = async (destinationPort: number, id = 'pop3'): Promise<LocalForward> =>
  LocalForwardSchema.parse({ id, service: 'pop3', bindPort: await freePort(), destinationHost: '127.0.0.1', destinationPort })

type Server = Pick<Sshd, 'port' | 'user' | 'clientKeyFile' | 'knownHostsLines'> & { readonly host: string }

export const accountOf = (sshd: Server, forwards: readonly LocalForward[], change: Partial<Account> = {}): Account =>
  AccountSchema.parse({
    id: randomUUID(),
    name: 'work',
    host: sshd.host,
    port: sshd.port,
    user: sshd.user,
    forwards,
    authentication: ['key'],
    identity: { kind: 'file', path: sshd.clientKeyFile },
    ...change,
  })

/** Call it in a test file or a `describe`. Everything that a test starts with it is closed after that test. */
export const tunnelHarness = () => {
  const closeAfter = closeAfterEach()

  /** Starts a mail server that sends one line and then echoes. */
  const startMailServer = async (): Promise<number> => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined)
      socket.write('+OK ready\r\n')
      socket.pipe(socket)
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    closeAfter(() => server.close())
    return (server.address() as AddressInfo).port
  }

  /**
   * Composes the service as compose.ts does, with a store and known hosts in memory. A silent server fails after half a second. While it
   * runs, a test can change the `settings`, whether this computer has a `network`, and the answers of the `person` (none at first). A certificate of
   * a mail server must verify by `mailRoots`.
   */
  const compose = async (
    accounts: readonly Account[],
    trusted: readonly Server[],
    { mailRoots, ...change }: Partial<Settings> & { readonly mailRoots?: readonly string[] } = {},
  ) => {
    const folder = await makeTemporaryFolder('tunnels')
    closeAfter(folder.remove)
    const store = memoryStore({ accounts })
    const vault = memoryVault()
    const knownHostsFile = path.join(folder.path, 'known_hosts')
    const hostTrust = createHostTrust({ ownFile: knownHostsFile, otherFiles: [] })
    const knowOnly = (...sshds: readonly Server[]) =>
      writeFileSync(knownHostsFile, sshds.flatMap((sshd) => sshd.knownHostsLines().map((line) => `${line}\n`)).join(''))
    knowOnly(...trusted)
    const events: EventEmitter = mitt()
    const states: TunnelState[] = []
    const lines: LogLine[] = []
    const names: string[] = []
    events.on('TunnelStateChanged', ({ state }) => states.push(state))
    events.on('LogLineWritten', (line) => lines.push(line))
    events.on('*', (name) => names.push(name))
    const accountService = createAccountService(store, vault)
    const quick = { keepaliveSeconds: 0.25, keepaliveTimeoutSeconds: 0.25, maxRetrySeconds: 1 }
    const settings = { ...SettingsSchema.parse({}), ...quick, ...change }
    const network = { isOnline: true }
    const person: { ask: Ask } = { ask: (() => Promise.resolve(undefined)) as Ask }
    const service = createTunnelService({
      // There is no other process, so every claim succeeds.
      claim: () => Promise.resolve(() => Promise.resolve()),
      findAccount: accountService.find,
      // A copy, as a store returns it.
      settings: () => Promise.resolve({ ...settings }),
      openConnection: createOpenConnection({
        accounts: accountService,
        vault,
        hostTrust,
        connect,
        identities: createIdentityService({ store, vault, folder: folder.path }),
        settings: () => Promise.resolve(settings),
      }),
      listen: openListener,
      ask: (question, signal) => person.ask(question, signal),
      isOnline: () => network.isOnline,
      events,
      openAdmit: openAdmitOwnUser,
      programOf: createPeerProgram(),
      encryptMail,
      judgeCertificate: () => Promise.resolve((seen) => (seen.faults.length === 0 ? undefined : certificateRefused('mail', seen))),
      askAnew: () => undefined,
      mailRoots: () => Promise.resolve(mailRoots),
      portHolder,
      rebindMs: 50,
    })
    closeAfter(() => service.close())
    const status = (): TunnelStatus => service.status()[0]!
    const forward = (index = 0): ForwardStatus => status().forwards[index]!
    const reaches = (name: TunnelState['name']) =>
      waitUntil(() => status().state.name === name, { what: `a tunnel that is ${name}` })
    return { service, events, states, lines, names, status, forward, reaches, knowOnly, accountService, settings, network, person }
  }

  /** Dials a forward and returns the first line, or how the socket ended. */
  const greeting = (port: number): Promise<string> =>
    new Promise((resolve) => {
      const socket = dial(port, '127.0.0.1')
      closeAfter(() => socket.destroy())
      socket.once('data', (data) => resolve(data.toString()))
      socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
      socket.once('close', () => resolve('closed'))
    })

  const dialled = async (port: number): Promise<Socket> => {
    const socket = dial(port, '127.0.0.1')
    socket.on('error', () => undefined)
    closeAfter(() => socket.destroy())
    await once(socket, 'connect')
    return socket
  }

  return { closeAfter, startMailServer, compose, greeting, dialled }
}

export const closed = (socket: Socket): Promise<void> => new Promise((resolve) => socket.once('close', () => resolve()))
