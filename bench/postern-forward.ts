import { growHeapFreely } from '../main/heap-growth.ts'
import { certificateRefused } from '../main/mail/certificates/certificate-failure.ts'
import { encryptMail } from '../main/mail/mail-tls/encrypt-mail.ts'
import { connect } from '../main/ssh/connect.ts'
import type { ListenerOptions } from '../main/ssh/forward/listener.ts'
import { openListener } from '../main/ssh/forward/open-listener.ts'
import { authority } from '../main/testing/test-certificates.ts'
import { openAdmitOwnUser, type AdmitPeer } from '../main/tunnels/admit-own-user.ts'
import { serveParent } from './child.ts'
import type { ForwardOptions, PosternQuestion } from './competitor.ts'
import { percentile } from './statistics.ts'
import { readPrivateKey } from '../main/testing/private-key.ts'

// Postern's engine as it ships, in a process of its own: a listener and, at `connect`, an SSH connection behind it.

let bring: (() => Promise<void>) | undefined

const openTimedAdmit = async (): Promise<AdmitPeer> => {
  const admit = await openAdmitOwnUser()
  return (socket) => {
    const start = performance.now()
    const isAdmitted = admit(socket)
    admissions.push(performance.now() - start)
    if (admissions.length > 4096) admissions.shift()
    return isAdmitted
  }
}

const mailRoots = [authority]
const bringTls: ListenerOptions['prepare'] = async (channel, signal) =>
  await encryptMail(channel, {
    mode: 'tls',
    protocol: 'imap',
    destination: 'bench',
    name: 'mail.example.org',
    roots: mailRoots,
    judge: ({ name, certificate, faults }) =>
      faults.length === 0 ? undefined : certificateRefused('bench', { name, certificate, faults }),
    timeoutMs: 20_000,
    signal,
  })

const listen = async ({ server, sshPort, destinationPort, compression, mailTls }: ForwardOptions): Promise<number> => {
  const listener = await openListener({
    bindAddress: '127.0.0.1',
    bindPort: 0,
    destination: { host: '127.0.0.1', port: destinationPort },
    admit: await openTimedAdmit(),
    ...(mailTls ? { prepare: bringTls } : {}),
    onEvent: () => undefined,
  })
  bring = async () => {
    const connection = await connect({
      host: '127.0.0.1',
      port: sshPort,
      user: server.user,
      authentication: [{ type: 'key', name: 'client', unlock: async () => await readPrivateKey(server.clientKeyFile) }],
      judgeHostKey: ({ fingerprint }) => ({ verdict: fingerprint === server.fingerprint ? 'trusted' : 'unknown' }),
      knownKeyTypes: ['ssh-ed25519'],
      compression,
      connectTimeoutMs: 20_000,
      logInTimeoutMs: 120_000,
      keepaliveMs: 15_000,
      keepaliveTimeoutMs: 30_000,
    })
    listener.attach(connection)
  }
  return listener.port
}

/** How long each question about a socket took, in ms; the last 4096 of them. */
const admissions: number[] = []

growHeapFreely()
serveParent(async (question: PosternQuestion) => {
  if (question.type === 'admission') return percentile(admissions, 0.95)
  if (question.type === 'listen') return await listen(question.options)
  await bring?.()
  return 0
})
