import { mkdir, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import path from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { failureOf, type Failure } from '../../contract/failure.ts'
import type { LogEntry } from '../../contract/log-entry.ts'
import type { Ask, Question } from '../../contract/question.ts'
import { createCertificateTrust } from '../mail/certificates/create-certificate-trust.ts'
import { createTrustedRoots } from '../mail/certificates/trusted-roots.ts'
import { encryptMail } from '../mail/mail-tls/encrypt-mail.ts'
import { describeWith, findProgram } from '../testing/components.ts'
import { freePort } from '../testing/free-port.ts'
import { mustRun } from '../testing/run-program.ts'
import { startProcess, type StartedProcess } from '../testing/started-process.ts'
import { makeTemporaryFolder, type TemporaryFolder } from '../testing/temporary-folder.ts'
import { authority, expired, selfSigned, serverKey, valid } from '../testing/test-certificates.ts'
import { createCertificateJudges } from './trust-certificate.ts'

/** One dovecot, with another certificate at each address. */
const addresses = {
  selfSigned: '127.0.0.2',
  expired: '127.0.0.3',
  ofCompany: '127.0.0.4',
  swapped: '127.0.0.5',
} as const
type At = keyof typeof addresses

const config = (folder: string, ports: { readonly imap: number; readonly imaps: number }): string => `
base_dir = ${folder}/dovecot
state_dir = ${folder}/dovecot
log_path = /dev/stderr
protocols = imap
listen = ${['127.0.0.1', ...Object.values(addresses)].join(', ')}
mail_location = maildir:${folder}/mail
ssl = required
ssl_cert = <${folder}/selfSigned.pem
ssl_key = <${folder}/key.pem
passdb {
  driver = static
  args = password=secret
}
userdb {
  driver = static
  args = uid=nobody gid=nogroup home=${folder}/mail
}
service imap-login {
  inet_listener imap {
    port = ${ports.imap}
  }
  inet_listener imaps {
    port = ${ports.imaps}
    ssl = yes
  }
}
${Object.entries(addresses)
  .map(
    ([name, address]) => `
local ${address} {
  ssl_cert = <${folder}/${name}.pem
  ssl_key = <${folder}/${name === 'swapped' ? 'other-' : ''}key.pem
}`,
  )
  .join('')}
`

describeWith(['dovecot', 'openssl', 'root'], 'the certificates of a real dovecot', () => {
  let temporary: TemporaryFolder
  let dovecot: StartedProcess
  let ports: { readonly imap: number; readonly imaps: number }
  let count = 0

  beforeAll(async () => {
    temporary = await makeTemporaryFolder('judged', { shared: true })
    const folder = temporary.path
    ports = { imap: await freePort(), imaps: await freePort() }
    await mkdir(path.join(folder, 'dovecot'))
    const files = { selfSigned, expired, ofCompany: `${valid}${authority}`, key: serverKey, authority }
    for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, `${name}.pem`), text, { mode: 0o600 })
    const made = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', '/CN=mail.example.org']
    const out = ['-keyout', path.join(folder, 'other-key.pem'), '-out', path.join(folder, 'swapped.pem')]
    await mustRun('openssl', ['req', '-x509', '-days', '2', ...made, '-addext', 'subjectAltName=DNS:mail.example.org', ...out])
    await writeFile(path.join(folder, 'dovecot.conf'), config(folder, ports))
    dovecot = await startProcess({
      program: findProgram('dovecot')!,
      args: ['-F', '-c', path.join(folder, 'dovecot.conf')],
      logFile: path.join(folder, 'dovecot.log'),
      ready: async () => (await said(reach('selfSigned', ports.imap))).startsWith('* OK'),
    })
  })
  afterAll(async () => {
    await dovecot.stop()
    await temporary.remove()
  })

  const reach = (at: At, port: number) => connect(port, addresses[at]).on('error', () => undefined)
  /** The first bytes, or none where the connection ends before. */
  const said = (stream: NodeJS.ReadableStream): Promise<string> =>
    new Promise((resolve) => {
      stream.once('data', (bytes: Buffer) => resolve(bytes.toString()))
      stream.once('close', () => resolve(''))
    })

  let questions: Question[]
  let log: LogEntry[]
  let judges: ReturnType<typeof createCertificateJudges>
  let trust: ReturnType<typeof createCertificateTrust>
  beforeEach(() => {
    questions = []
    log = []
    trust = createCertificateTrust({ folder: path.join(temporary.path, `data-${++count}`) })
    judges = createCertificateJudges(trust)
  })
  /** Waits until the answer has come in and its pin is written. */
  const settled = async (): Promise<void> => {
    await nextTurn()
    await judges.written()
  }
  const ask = ((question: Question) => {
    questions.push(question)
    return Promise.resolve(true)
  }) as Ask

  /** The greeting that a mail client gets, or the failure. The mail server is where the caller says, whatever its name is. */
  const fetch = async (
    at: At,
    {
      mode = 'tls',
      host = 'mail.example.org',
      name = 'mail.example.org',
      roots,
    }: {
      readonly mode?: 'tls' | 'starttls'
      readonly host?: string
      readonly name?: string
      readonly roots?: readonly string[]
    } = {},
  ): Promise<string | Failure | undefined> => {
    const port = mode === 'tls' ? ports.imaps : ports.imap
    const forward = { destinationHost: host, destinationPort: port }
    const account = { name: 'work', host: 'ssh.example.org', port: 22 }
    const judge = await judges.judgeCertificate(account, forward, { ask, log: (_level, entry) => void log.push(entry) })
    const options = { mode, protocol: 'imap', destination: `${host}:${port}`, name, judge, roots, timeoutMs: 10_000 } as const
    try {
      const stream = await encryptMail(reach(at, port), options)
      const greeting = await said(stream)
      stream.destroy()
      return greeting
    } catch (error) {
      const failure = failureOf(error)
      if (failure === undefined) throw error
      return failure
    }
  }
  const greeting = expect.stringMatching(/^\* OK .*ready/) as string

  test.each(['tls', 'starttls'] as const)('a self-signed one is refused, and trusted after a yes, by %s', async (mode) => {
    expect(await fetch('selfSigned', { mode })).toMatchObject({ code: 'certificate-refused', reason: 'self-signed' })
    expect(questions).toMatchObject([
      { kind: 'certificate', faults: ['self-signed'], certificate: { subject: 'mail.example.org' } },
    ])
    await settled()
    expect(await fetch('selfSigned', { mode })).toEqual(greeting)
    expect(questions).toHaveLength(1)
  })

  test('another key in its place is refused, with both, until the person replaces it', async () => {
    await fetch('selfSigned')
    await settled()
    const changed = await fetch('swapped')
    expect(changed).toMatchObject({
      code: 'certificate-changed',
      certificate: { subject: 'mail.example.org' },
      pinned: { subject: 'mail.example.org' },
    })
    expect(await fetch('swapped')).toEqual(changed)
    expect(questions).toHaveLength(1)
    if (typeof changed !== 'object' || changed.code !== 'certificate-changed') throw new Error('it was not refused')
    const destination = { sshHost: 'ssh.example.org', sshPort: 22, host: 'mail.example.org', port: ports.imaps }
    await trust.replace(destination, changed.certificate.fingerprint)
    expect(await fetch('swapped')).toEqual(greeting)
    expect(await fetch('selfSigned')).toMatchObject({ code: 'certificate-changed' })
  })

  test('one of a company is refused, and verifies where the computer trusts its authority', async () => {
    expect(await fetch('ofCompany')).toMatchObject({
      code: 'certificate-refused',
      reason: 'authority-unknown',
      issuer: 'Example Authority',
    })
    await settled()
    await trust.remove({ sshHost: 'ssh.example.org', sshPort: 22, host: 'mail.example.org', port: ports.imaps })
    questions.length = 0
    process.env['NODE_EXTRA_CA_CERTS'] = path.join(temporary.path, 'authority.pem')
    const roots = await createTrustedRoots({ warn: (entry) => void log.push(entry) })()
    delete process.env['NODE_EXTRA_CA_CERTS']
    expect(await fetch('ofCompany', { roots })).toEqual(greeting)
    expect(questions).toEqual([])
    expect(await trust.list()).toEqual([])
    expect(await fetch('ofCompany', { roots, name: 'imap.example.org' })).toMatchObject({
      code: 'certificate-refused',
      reason: 'other-name',
      names: expect.arrayContaining(['mail.example.org']) as string[],
    })
    expect(await fetch('expired', { roots, host: 'old.example.org' })).toMatchObject({
      code: 'certificate-refused',
      reason: 'expired',
      since: '2021-01-01T00:00:00.000Z',
    })
  })

  test('an expired one that is trusted goes on, with a warning', async () => {
    expect(await fetch('expired')).toMatchObject({ code: 'certificate-refused' })
    await settled()
    expect(await fetch('expired')).toEqual(greeting)
    expect(log).toContainEqual({
      name: 'pinned-certificate-expired',
      destination: `mail.example.org:${ports.imaps}`,
      since: '2021-01-01T00:00:00.000Z',
    })
  })

  test('a self-signed one on the SSH server itself is pinned by itself, and another key there is refused', async () => {
    expect(await fetch('selfSigned', { host: 'localhost', name: 'ssh.example.org' })).toEqual(greeting)
    await expect.poll(() => trust.list()).toMatchObject([{ by: 'host-key', faults: ['self-signed', 'other-name'] }])
    expect(await fetch('swapped', { host: 'localhost', name: 'ssh.example.org' })).toMatchObject({ code: 'certificate-changed' })
    expect(questions).toEqual([])
  })
})
