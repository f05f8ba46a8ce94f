import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { fetchMessages, sendMessage } from './mail-client.ts'
import { startMailServer } from './mail-server.ts'
import { posternCommand, type PosternCommand } from './postern-command.ts'
import { startSshServer } from './ssh-server.ts'
import { makeTemporaryFolder } from './temporary-folder.ts'

// `npm run demo`: a whole tunnel with nothing but Node. The servers are inside this process; Postern is the built command, run as a
// person would run it, with a data folder that is removed at the end. It needs no keychain: the passphrase stays in memory.

const KeySchema = z.object({ publicKeyLine: z.string(), fingerprint: z.string() })
const CheckSchema = z.array(z.object({ service: z.string(), greeting: z.string() }))
const StatusSchema = z.array(
  z.object({
    forwards: z.array(
      z.object({
        service: z.string(),
        localPort: z.number(),
        destination: z.string(),
        traffic: z.object({ bytesIn: z.number(), bytesOut: z.number(), totalConnections: z.number(), openConnections: z.number() }),
      }),
    ),
  }),
)

const tell = (text: string): void => console.log(text)
const undo: (() => Promise<unknown>)[] = []

/** The forwards once every connection through them is closed. Only then are their bytes complete. */
const settledForwards = async (postern: PosternCommand) => {
  for (let attempt = 0; attempt < 100; attempt++) {
    const [status] = StatusSchema.parse(JSON.parse(await postern.must(['status', '--json'])))
    if (status?.forwards.every(({ traffic }) => traffic.openConnections === 0) === true) return status.forwards
    await sleep(50)
  }
  throw new Error('the tunnel did not close its connections')
}

const demo = async (): Promise<void> => {
  const mail = { user: 'alice', password: randomBytes(9).toString('base64url') }
  const mailServer = await startMailServer(mail)
  undo.push(mailServer.stop)
  const ports = new Map([
    [110, mailServer.ports.pop3],
    [587, mailServer.ports.submission],
  ])
  const sshServer = await startSshServer({
    users: [{ name: 'bob' }],
    resolve: ({ port }) => ({ host: '127.0.0.1', port: ports.get(port) ?? port }),
  })
  undo.push(sshServer.stop)
  const folder = await makeTemporaryFolder('demo')
  undo.push(folder.remove)
  const postern = posternCommand(path.join(folder.path, 'data'))
  const [hostKey] = sshServer.hostKeys
  const trust = hostKey?.fingerprint ?? ''
  tell(`1. An SSH server and a mail server run inside this program, on 127.0.0.1 port ${sshServer.port}.`)
  tell(`   The SSH server's host key is ${trust}.`)

  const secrets = { passphrase: randomBytes(18).toString('base64url') }
  const key = KeySchema.parse(JSON.parse(await postern.must(['key', 'create', 'demo', '--json'], secrets)))
  sshServer.authorize('bob', key.publicKeyLine)
  tell(`2. Postern made a key pair, ${key.fingerprint}; the server lets its public half in.`)

  const server = ['--host', sshServer.host, '--port', String(sshServer.port), '--user', 'bob', '--trust', trust]
  const forwards = ['--forward', 'pop3', '--forward', 'submission']
  await postern.must(['account', 'add', 'demo', ...server, '--identity', 'demo', ...forwards])
  tell('3. Postern has an account for the server, with a forward for POP3 and one for submission.')

  const tunnel = await postern.up('demo', secrets)
  undo.push(() => tunnel.stop())
  const { pop3, submission } = tunnel.ports
  if (pop3 === undefined || submission === undefined) throw new Error('a forward of the tunnel is missing')
  tell(`4. The tunnel is up: POP3 on port ${pop3}, submission on port ${submission}.`)

  for (const check of CheckSchema.parse(JSON.parse(await postern.must(['check', 'demo', '--json'], secrets))))
    tell(`   ${check.service} says: ${check.greeting}`)

  const text = `It went through the tunnel, ${randomBytes(6).toString('hex')}.`
  const sent = await sendMessage({ ...mail, port: submission }, 'alice@localhost', ['Subject: A message to myself', '', text])
  tell('5. A message was sent by submission through the tunnel.')
  const fetched = await fetchMessages({ ...mail, port: pop3 })
  if (fetched.messages.length !== 1 || fetched.messages[0]?.at(-1) !== text)
    throw new Error('what was fetched is not what was sent')
  tell(`6. It was fetched back by POP3: "${text}"`)

  tell('7. Bytes through each forward, as Postern counted them:')
  const counted = new Map([
    [pop3, fetched],
    [submission, sent],
  ])
  for (const { service, localPort, destination, traffic } of await settledForwards(postern)) {
    const { bytesIn, bytesOut, totalConnections } = traffic
    const way = `127.0.0.1:${localPort} -> ${destination}`
    tell(`   ${service.padEnd(10)} ${way.padEnd(33)} ${bytesIn} in, ${bytesOut} out, ${totalConnections} connection(s)`)
    const client = counted.get(localPort)
    if (client?.bytesReceived !== bytesIn || client.bytesSent !== bytesOut)
      throw new Error(`the mail client counted ${client?.bytesReceived ?? 0} in, ${client?.bytesSent ?? 0} out`)
  }

  const exitCode = await tunnel.stop()
  if (exitCode !== 0) throw new Error(`postern up ended with ${exitCode ?? 'a signal'}`)
  tell('8. The tunnel was closed. Everything worked.')
}

try {
  await demo()
} catch (error) {
  console.error(`The demo failed: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
} finally {
  // The tunnel ends before the servers, and the servers end before the folder is removed.
  for (const step of undo.reverse()) await step()
  tell('   Cleaned up.')
}
