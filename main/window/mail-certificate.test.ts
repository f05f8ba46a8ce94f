import { once } from 'node:events'
import { describe, expect, test } from 'vitest'
import { dialPort, startTcpServer } from '../testing/tcp-ends.ts'
import { freePort } from '../testing/free-port.ts'
import { scriptServer } from '../testing/scripted-mail-server.ts'
import { startSshServer } from '../testing/ssh-server.ts'
import { companyRoot, companyRootKey, selfSigned, serverKey } from '../testing/test-certificates.ts'
import { waitUntil } from '../testing/wait-until.ts'
import { draftAt, windowHarness } from '../testing/window-harness.ts'

const { closeAfter, startWindow } = windowHarness()

const password = 'correct horse'

/** A tunnel to an IMAP server that has TLS from the first byte and a self-signed certificate, on another machine than the SSH server or on it. */
const startTunnel = async (destinationHost: string) => {
  let shown = { key: serverKey, cert: selfSigned }
  const mail = await startTcpServer((socket) => {
    scriptServer(socket)
      .secure(shown)
      .then((tls) => tls.write('* OK ready\r\n'))
      .catch(() => undefined)
  })
  closeAfter(mail.stop)
  const server = await startSshServer({
    users: [{ name: 'bob', password }],
    resolve: () => ({ host: '127.0.0.1', port: mail.port }),
  })
  closeAfter(server.stop)
  const window = await startWindow()
  const bindPort = await freePort()
  const draft = await draftAt(server, {
    forwards: [{ id: 'imaps', service: 'imaps', bindPort, destinationHost, destinationPort: 993, mailTls: 'tls' }],
  })
  const { id: accountId } = await window.ask('addAccount', { draft })
  await window.ask('connect', { accountId })
  const { id: questionId } = await window.question('password')
  await window.ask('answerQuestion', { questionId, answer: { kind: 'password', secret: password, remember: false } })
  await window.reaches(accountId, 'connected')
  /** All that a mail client gets until the connection ends or a line has come. */
  const fetch = async (): Promise<string> => {
    const socket = await dialPort(bindPort)
    closeAfter(() => socket.destroy())
    let got = ''
    socket.setEncoding('latin1').on('data', (piece: string) => (got += piece))
    socket.on('error', () => undefined)
    await Promise.race([once(socket, 'close'), waitUntil(() => got.includes('\n'), { what: 'a line of the mail server' })])
    socket.destroy()
    return got
  }
  return {
    window,
    accountId,
    fetch,
    failure: async () => (await window.tunnel(accountId))?.forwards[0]?.failure,
    swap: () => void (shown = { key: companyRootKey, cert: companyRoot }),
    destination: { sshHost: server.host, sshPort: server.port, host: destinationHost, port: 993 },
  }
}

describe('the certificate of a mail server beyond the SSH server', () => {
  test('is asked about beside the mail, trusted after a yes, and refused once its key has changed', async () => {
    const { window, fetch, failure, swap, destination } = await startTunnel('mail.example.org')
    expect(await fetch()).toMatch(/^\* BYE /)
    expect(await failure()).toMatchObject({ code: 'certificate-refused', reason: 'self-signed' })
    const { id: questionId, question } = await window.question('certificate')
    expect(question).toMatchObject({ account: 'work', destination: 'mail.example.org:993', faults: ['self-signed'] })
    expect(await fetch()).toMatch(/^\* BYE /)
    expect(await window.ask('listQuestions', {})).toHaveLength(1)
    await window.ask('answerQuestion', { questionId, answer: { kind: 'certificate', trust: true } })
    await waitUntil(async () => (await window.ask('listCertificates', {})).length === 1, { what: 'the pin' })
    expect(await fetch()).toBe('* OK ready\r\n')
    expect(await failure()).toBeUndefined()

    swap()
    expect(await fetch()).toMatch(/^\* BYE /)
    const changed = await failure()
    expect(changed).toMatchObject({ code: 'certificate-changed', pinned: { subject: 'mail.example.org' } })
    if (changed?.code !== 'certificate-changed') throw new Error('it was not refused')
    expect(await window.refusal('replaceCertificate', { destination, fingerprint: changed.pinned.fingerprint })).toMatchObject({
      code: 'certificate-not-refused',
    })
    await window.ask('replaceCertificate', { destination, fingerprint: changed.certificate.fingerprint })
    expect(await fetch()).toBe('* OK ready\r\n')
    expect(await window.ask('listCertificates', {})).toMatchObject([
      { destination, certificate: changed.certificate, by: 'person' },
    ])
    expect(await window.ask('listQuestions', {})).toEqual([])
  })

  test('that was answered with no is asked about again only when the person connects anew', async () => {
    const { window, accountId, fetch, destination, failure } = await startTunnel('mail.example.org')
    await fetch()
    const { id: questionId } = await window.question('certificate')
    await window.ask('answerQuestion', { questionId, answer: { kind: 'declined' } })
    expect(await fetch()).toMatch(/^\* BYE /)
    expect(await window.ask('listQuestions', {})).toEqual([])
    // The page of the refused certificate is the other way to trust it.
    const refused = await failure()
    if (refused?.code !== 'certificate-refused') throw new Error('it was not refused')
    await window.ask('connect', { accountId })
    await fetch()
    await window.question('certificate')
    await window.ask('connect', { accountId })
    expect(await window.ask('listQuestions', {})).toEqual([])
    await fetch()
    expect(await window.ask('listQuestions', {})).toHaveLength(1)
    await window.ask('replaceCertificate', { destination, fingerprint: refused.certificate.fingerprint })
    expect(await window.ask('listQuestions', {})).toEqual([])
    expect(await fetch()).toBe('* OK ready\r\n')
  })
})

test('a self-signed certificate on the SSH server itself is trusted without a question, and forgotten on request', async () => {
  const { window, fetch, swap, failure, destination } = await startTunnel('localhost')
  expect(await fetch()).toBe('* OK ready\r\n')
  await waitUntil(async () => (await window.ask('listCertificates', {})).length === 1, { what: 'the pin' })
  expect(await window.ask('listCertificates', {})).toMatchObject([{ by: 'host-key', faults: ['self-signed', 'other-name'] }])
  const isLogged = () =>
    window.payloads('LogLineWritten').some(({ entry }) => entry.name === 'certificate-pinned' && entry.by === 'host-key')
  await waitUntil(isLogged, { what: 'a line of the log' })
  swap()
  expect(await fetch()).toMatch(/^\* BYE /)
  expect(await failure()).toMatchObject({ code: 'certificate-changed' })
  await window.ask('removeCertificate', { destination })
  expect(await fetch()).toBe('* OK ready\r\n')
  expect(await window.ask('listQuestions', {})).toEqual([])
})
