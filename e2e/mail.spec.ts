import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeWith } from '../main/testing/components.ts'
import { freePorts } from '../main/testing/free-port.ts'
import { mailLabComponents, startMailLab, type MailLab } from '../main/testing/mail-lab.ts'
import { posternCommand, type PosternCommand, type RunningTunnel } from '../main/testing/postern-command.ts'
import { makeTemporaryFolder, type TemporaryFolder } from '../main/testing/temporary-folder.ts'
import { waitUntil } from '../main/testing/wait-until.ts'
import { startCountingRelay, type CountingRelay } from './counting-relay.ts'
import {
  readByCurl,
  readByGetmail,
  readByMbsync,
  readByMutt,
  sendBySwaks,
  takeByFetchmail,
  type ClientSettings,
} from './mail-clients.ts'
import { closedSums, settledStatusOf } from './status.ts'

// The reason for Postern: real mail clients read and send mail on real servers through one `postern up`. Every client connects to a relay
// before Postern's port, which counts; at the end its counts are compared with Postern's own.

const clients = ['swaks', 'fetchmail', 'mbsync', 'curl', 'getmail', 'mutt', 'script'] as const
const services = ['pop3', 'imap', 'submission'] as const
type Service = (typeof services)[number]

describeWith([...mailLabComponents, ...clients], 'mail through postern up', () => {
  let lab: MailLab
  let folder: TemporaryFolder
  let postern: PosternCommand
  let tunnel: RunningTunnel
  let relays: Readonly<Record<Service, CountingRelay>>
  const undo: (() => Promise<unknown>)[] = []
  const relayed = async (service: Service): Promise<CountingRelay> => {
    const port = tunnel.ports[service]
    if (port === undefined) throw new Error(`no port for ${service}`)
    const relay = await startCountingRelay(port)
    undo.push(relay.stop)
    return relay
  }
  const settingsOf = async (service: Service, client: string): Promise<ClientSettings> => {
    const files = path.join(folder.path, client)
    await mkdir(files, { recursive: true })
    return { port: relays[service].port, user: lab.user, password: lab.password, folder: files }
  }

  beforeAll(async () => {
    folder = await makeTemporaryFolder('e2e-mail', { shared: true })
    undo.push(folder.remove)
    lab = await startMailLab()
    undo.push(lab.stop)
    postern = posternCommand(path.join(folder.path, 'data'), { HOME: folder.path, SSH_AUTH_SOCK: undefined })
    const local = await freePorts(...services)
    const { sshd } = lab
    const server = ['--host', sshd.host, '--port', String(sshd.port), '--user', sshd.user, '--key', sshd.clientKeyFile]
    const forwards = services.flatMap((service) => ['--forward', `${service}=${local[service]}:localhost:${lab.ports[service]}`])
    await postern.must(['account', 'add', 'work', ...server, '--trust', sshd.hostKeys()[0]!.fingerprint, ...forwards])
    tunnel = await postern.up('work')
    undo.push(() => tunnel.stop())
    const [pop3, imap, submission] = await Promise.all([relayed('pop3'), relayed('imap'), relayed('submission')])
    relays = { pop3, imap, submission }
  })
  afterAll(async () => {
    for (const stop of undo.reverse()) await stop()
  })

  test('swaks sends with STARTTLS and AUTH', async () => {
    for (const subject of ['first', 'second']) {
      const transcript = await sendBySwaks(await settingsOf('submission', 'swaks'), subject)
      expect(transcript).toContain('STARTTLS')
      expect(transcript).toContain('235 Authentication succeeded')
    }
    // exim accepts the message first and delivers it a moment later.
    await waitUntil(async () => (await lab.mailbox()).length === 2, { what: 'two messages in the mailbox' })
  })

  test('curl reads by IMAP', async () => {
    expect(await readByCurl(await settingsOf('imap', 'curl'), '', 'STATUS INBOX (MESSAGES)')).toContain('MESSAGES 2')
    expect(await readByCurl(await settingsOf('imap', 'curl'), 'INBOX;MAILINDEX=1')).toContain('Subject: first')
  })

  test('mbsync copies by IMAP', async () => {
    const messages = await readByMbsync(await settingsOf('imap', 'mbsync'))
    expect(messages.map((message) => /^Subject: (.*?)\r?$/m.exec(message)?.[1]).sort()).toEqual(['first', 'second'])
  })

  test('getmail reads by POP3', async () => {
    const messages = await readByGetmail(await settingsOf('pop3', 'getmail'))
    expect(messages.map((message) => /^Subject: (.*?)\r?$/m.exec(message)?.[1]).sort()).toEqual(['first', 'second'])
  })

  test('mutt reads by IMAP', async () => {
    const mbox = await readByMutt(await settingsOf('imap', 'mutt'))
    expect(mbox).toContain('Subject: first')
    expect(mbox).toContain('Subject: second')
  })

  test('fetchmail fetches by POP3 and leaves an empty mailbox', async () => {
    const taken = await takeByFetchmail(await settingsOf('pop3', 'fetchmail'))
    expect(taken).toContain('Subject: first')
    expect(taken).toContain('Subject: second')
    expect(await takeByFetchmail(await settingsOf('pop3', 'fetchmail'))).toBe('')
    expect(await lab.mailbox()).toEqual([])
  })

  test('counts for each forward what the clients sent and received, and not a byte more', async () => {
    const status = await settledStatusOf(postern, 'work')
    const closed = closedSums(tunnel.events())
    for (const service of services) {
      const { bytesIn, bytesOut, connections } = relays[service].counts()
      expect(bytesIn).toBeGreaterThan(0)
      const traffic = status.forwards.find(({ id }) => id === service)?.traffic
      expect(traffic).toMatchObject({ bytesIn, bytesOut, totalConnections: connections })
      expect(closed[service]).toEqual({ bytesIn, bytesOut, connections })
    }
  })
})
