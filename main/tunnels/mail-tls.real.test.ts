import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:tls'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { LocalForwardSchema, type LocalForward, type MailService } from '../../contract/local-forward.ts'
import type { MailTls } from '../../contract/mail-tls.ts'
import { describeWith } from '../testing/components.ts'
import { freePort } from '../testing/free-port.ts'
import { mailLabComponents, startMailLab, type MailLab } from '../testing/mail-lab.ts'
import { startRecordingRelay, type RecordingRelay } from '../testing/recording-relay.ts'
import { mustRun, runProgram } from '../testing/run-program.ts'
import { dialPort, readToEnd } from '../testing/tcp-ends.ts'
import { authority, serverKey, valid } from '../testing/test-certificates.ts'
import { accountOf, tunnelHarness } from '../testing/tunnel-harness.ts'

const { closeAfter, compose, dialled } = tunnelHarness()

const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

describeWith([...mailLabComponents, 'curl', 'swaks', 'fetchmail'], 'plain mail apps at dovecot and exim that want TLS', () => {
  let lab: MailLab
  beforeAll(async () => (lab = await startMailLab()))
  afterAll(async () => await lab.stop())

  const forwardOf = async (service: MailService, mailTls: MailTls, destinationPort: number): Promise<LocalForward> =>
    LocalForwardSchema.parse({
      id: service,
      service,
      bindPort: await freePort(),
      destinationHost: '127.0.0.1',
      destinationPort,
      mailTls,
    })

  const relayTo = async (port: number): Promise<RecordingRelay> => {
    const relay = await startRecordingRelay(port)
    closeAfter(relay.stop)
    return relay
  }

  const connected = async (forwards: readonly LocalForward[], mailRoots: readonly string[]) => {
    const tunnels = await compose([accountOf(lab.sshd, forwards)], [lab.sshd], { mailRoots })
    await tunnels.service.connect('work')
    await tunnels.reaches('connected')
    return tunnels
  }

  /** exim delivers behind its answer. */
  const delivered = async (subject: string): Promise<void> => {
    const isThere = async () => (await lab.mailbox()).some((message) => message.includes(`Subject: ${subject}\n`))
    while (!(await isThere())) await new Promise((resolve) => setTimeout(resolve, 50))
  }

  const labRoots = async (): Promise<readonly string[]> => [await readFile(lab.certificateFile, 'utf8')]

  test.each([
    ['starttls', 'imap', 'pop3', 'submission'],
    ['tls', 'imaps', 'pop3s', 'submissions'],
  ] as const)(
    'send and fetch with %s, and nobody on the way reads a word of it',
    async (mailTls, imap, pop3, submission) => {
      const services = [imap, pop3, submission]
      const relays = await Promise.all(services.map((service) => relayTo(lab.ports[service])))
      const forwards = await Promise.all(services.map((service, index) => forwardOf(service, mailTls, relays[index]!.port)))
      const { forward } = await connected(forwards, await labRoots())
      const [imapPort, pop3Port, submissionPort] = forwards.map(({ bindPort }) => bindPort)
      const login = ['--auth', 'PLAIN', '--auth-user', lab.user, '--auth-password', lab.password]
      const subject = `quiet-${mailTls}`
      const said = await mustRun('swaks', [
        ...['--server', `127.0.0.1:${submissionPort}`, ...login, '--header', `Subject: ${subject}`],
        ...['--from', lab.address, '--to', lab.address],
      ])
      expect(said).not.toMatch(/250[ -]STARTTLS/)
      await delivered(subject)
      const url = `imap://127.0.0.1:${imapPort}`
      const credentials = ['-sS', '-u', `${lab.user}:${lab.password}`]
      const inbox = await mustRun('curl', [
        ...credentials,
        `${url}/INBOX`,
        '-X',
        'FETCH 1:* BODY[HEADER.FIELDS (SUBJECT)]',
        '-v',
      ]).catch(String)
      expect(inbox).not.toContain('NO ')
      const found = await mustRun('curl', [...credentials, `${url}/INBOX?SUBJECT%20${subject}`])
      expect(found).toMatch(/^\* SEARCH \d+/)
      const file = path.join(await mkdtemp(path.join(tmpdir(), 'postern-fetchmail-')), 'fetchmailrc')
      const poll = `poll 127.0.0.1 protocol pop3 port ${pop3Port} user "${lab.user}" password "${lab.password}" sslproto '' keep`
      await writeFile(file, `${poll} mda "cat"\n`, { mode: 0o600 })
      const fetched = await runProgram('fetchmail', ['--all', '--nodetach', '--nosyslog', '--pidfile', `${file}.pid`, '-f', file])
      expect(fetched.stdout + fetched.stderr).toContain(subject)
      expect(forward(0).lights.mailServer).toBe('answers')
      const wire = relays.map((relay) => relay.recorded()).join('')
      const secrets = [lab.password, Buffer.from(`\0${lab.user}\0${lab.password}`).toString('base64'), subject, ' LOGIN ', 'PASS ']
      for (const secret of secrets) expect(wire).not.toContain(secret)
      expect(wire.length).toBeGreaterThan(1000)
    },
    60_000,
  )

  test('a message of 30 MB arrives whole', async () => {
    const forwards = [
      await forwardOf('submission', 'starttls', lab.ports.submission),
      await forwardOf('imap', 'starttls', lab.ports.imap),
    ]
    await connected(forwards, await labRoots())
    const folder = await mkdtemp(path.join(tmpdir(), 'postern-attachment-'))
    const attachment = randomBytes(22 * 1024 * 1024)
      .toString('base64')
      .replace(/.{76}/g, '$&\r\n')
    const file = path.join(folder, 'message')
    await writeFile(file, `Subject: large\r\n\r\n${attachment}\r\n`)
    const credentials = ['-sS', '-u', `${lab.user}:${lab.password}`]
    await mustRun(
      'curl',
      [
        ...credentials,
        `smtp://127.0.0.1:${forwards[0]!.bindPort}`,
        '--mail-from',
        lab.address,
        '--mail-rcpt',
        lab.address,
        '-T',
        file,
      ],
      { timeoutMs: 60_000 },
    )
    await delivered('large')
    const url = `imap://127.0.0.1:${forwards[1]!.bindPort}/INBOX`
    const found = await mustRun('curl', [...credentials, `${url}?SUBJECT%20large`])
    const number = /(\d+)\s*$/.exec(found)?.[1] ?? ''
    const got = path.join(folder, 'got')
    await mustRun('curl', [...credentials, `${url};MAILINDEX=${number}`, '-o', got], { timeoutMs: 60_000 })
    const text = await readFile(got)
    const body = text.subarray(text.indexOf('\r\n\r\n') + 4)
    expect(body.length).toBe(attachment.length + 2)
    expect(hashOf(body)).toBe(hashOf(Buffer.from(`${attachment}\r\n`)))
  }, 120_000)

  test('IDLE goes on, and a new message is told in it', async () => {
    const forward = await forwardOf('imap', 'starttls', lab.ports.imap)
    await connected([forward], await labRoots())
    const client = await dialled(forward.bindPort)
    let heard = ''
    client.on('data', (chunk: Buffer) => (heard += chunk.toString('latin1')))
    const says = async (line: string, answer: RegExp): Promise<void> => {
      client.write(line)
      while (!answer.test(heard)) await once(client, 'data')
    }
    await says('', /^\* OK/)
    await says(`a LOGIN ${lab.user} ${lab.password}\r\n`, /^a OK/m)
    await says('b SELECT INBOX\r\n', /^b OK/m)
    await says('c IDLE\r\n', /^\+ /m)
    heard = ''
    await mustRun('swaks', ['--server', `127.0.0.1:${lab.ports.smtp}`, '--from', lab.address, '--to', lab.address])
    await says('', /EXISTS/)
    await says('DONE\r\n', /^c OK/m)
  }, 60_000)

  test('a certificate that nobody stands for is said in the last line, and lights its lamp', async () => {
    const forward = await forwardOf('imap', 'starttls', lab.ports.imap)
    const tunnels = await connected([forward], [authority])
    const client = await dialPort(forward.bindPort)
    expect((await readToEnd(client)).toString()).toMatch(/^\* BYE Postern: /)
    client.destroy()
    expect(tunnels.forward()).toMatchObject({
      lights: { ssh: 'up', forward: 'allowed', mailServer: 'certificate' },
      failure: { code: 'certificate-refused', faults: ['self-signed'] },
    })
  })

  test('an app that speaks TLS is turned away and named, until one is served', async () => {
    const forward = await forwardOf('imap', 'starttls', lab.ports.imap)
    const tunnels = await connected([forward], await labRoots())
    const refused = await runProgram('curl', ['-sS', '-k', `imaps://127.0.0.1:${forward.bindPort}/`])
    expect(refused.code).not.toBe(0)
    expect(tunnels.forward().appFault).toBe('speaks-tls')
    expect(tunnels.lines).toContainEqual(expect.objectContaining({ entry: { name: 'app-speaks-tls', port: forward.bindPort } }))
    const client = await dialled(forward.bindPort)
    await once(client, 'data')
    expect(tunnels.forward().appFault).toBeUndefined()
  })

  test('64 MiB go each way at once, byte for byte', async () => {
    const [down, up] = [randomBytes(64 * 1024 * 1024), randomBytes(64 * 1024 * 1024)]
    let heard: Promise<Buffer> | undefined
    const server = createServer(
      { key: serverKey, cert: valid, allowHalfOpen: true } as Parameters<typeof createServer>[0],
      (socket) => {
        socket.write('* OK ready\r\n')
        socket.end(down)
        heard = readToEnd(socket)
      },
    )
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    closeAfter(() => server.close())
    const { port } = server.address() as AddressInfo
    const forward = { ...(await forwardOf('imaps', 'tls', port)), certificateName: 'mail.example.org' }
    await connected([forward], [authority])
    const client = await dialPort(forward.bindPort)
    client.end(up)
    const got = await readToEnd(client)
    expect(hashOf(got.subarray(12))).toBe(hashOf(down))
    expect(hashOf((await heard)!)).toBe(hashOf(up))
  }, 120_000)
})
