import { encryptMail } from '../mail/mail-tls/encrypt-mail.ts'
import { clientCheckFor, lastWordsOf } from '../mail/mail-tls/mail-client-check.ts'
import type { MailTlsOptions } from '../mail/mail-tls/mail-tls.ts'
import type { ForwardEvent, ForwardListener, ListenerOptions } from '../ssh/forward/listener.ts'
import { forwardHarness } from './forward-harness.ts'
import { scriptServer, type ScriptedServer } from './scripted-mail-server.ts'
import type { SshServer } from './ssh-server.ts'
import { authority } from './test-certificates.ts'

interface Started {
  readonly forward: ForwardListener
  readonly events: readonly ForwardEvent[]
  readonly ssh: SshServer
}

const roots = [authority]

/** Call it in a test file or a `describe`. Everything that a test starts with it is closed after that test. */
export const mailTlsForwardHarness = () => {
  const { connectTo, listen, startMail, startSsh } = forwardHarness()

  /** A forward that brings TLS to a mail server that follows `script`. */
  const start = async (
    script: (server: ScriptedServer) => Promise<unknown>,
    change: Partial<MailTlsOptions> = {},
    listener: Partial<ListenerOptions> = {},
  ): Promise<Started> => {
    const mail = await startMail((socket) => {
      script(scriptServer(socket)).catch(() => undefined)
    })
    const { forward, events } = await listen(mail.port, {
      prepare: (channel, signal) =>
        encryptMail(channel, {
          mode: 'tls',
          protocol: 'imap',
          destination: 'mail:993',
          name: 'mail.example.org',
          roots,
          judge: ({ faults }) => (faults.length === 0 ? undefined : { code: 'program-fault', said: faults.join(' ') }),
          timeoutMs: 20_000,
          signal,
          ...change,
        }),
      lastWords: lastWordsOf('imap'),
      clientCheck: clientCheckFor({ service: 'imap', mailTls: 'tls' }),
      ...listener,
    })
    const ssh = await startSsh()
    forward.attach(await connectTo(ssh))
    return { forward, events, ssh }
  }

  return { connectTo, start, startSsh }
}

/** Waits until a number has stayed the same for half a second, and returns it. */
export const settled = async (read: () => number): Promise<number> => {
  for (let last = -1; ;) {
    const now = read()
    if (now === last) return now
    last = now
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}
