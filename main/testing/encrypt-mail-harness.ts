import { once } from 'node:events'
import type { Duplex } from 'node:stream'
import { expect } from 'vitest'
import { failureOf, type Failure } from '../../contract/failure.ts'
import { encryptMail } from '../mail/mail-tls/encrypt-mail.ts'
import type { MailTlsOptions } from '../mail/mail-tls/mail-tls.ts'
import { forwardHarness } from './forward-harness.ts'
import { scriptServer, type ScriptedServer } from './scripted-mail-server.ts'
import { authority } from './test-certificates.ts'

interface Attempt {
  readonly stream: Promise<Duplex>
  readonly channel: Duplex
}

const roots = [authority]

/** The next bytes of `stream`, as text. */
export const nextText = async (stream: Duplex): Promise<string> => ((await once(stream, 'data')) as [Buffer])[0].toString()

/** Call it in a test file or a `describe`. Everything that a test starts with it is closed after that test. */
export const encryptMailHarness = () => {
  const { connectTo, startMail, startSsh } = forwardHarness()

  /** Opens a channel through an SSH server to a mail server that follows `script`, and begins TLS on it. */
  const attempt = async (
    script: (server: ScriptedServer) => Promise<unknown>,
    change: Partial<MailTlsOptions> = {},
  ): Promise<Attempt> => {
    const mail = await startMail((socket) => {
      // A script that the client leaves alone ends with it.
      script(scriptServer(socket)).catch(() => undefined)
    })
    const connection = await connectTo(await startSsh())
    const channel = await connection.openChannel({ host: '127.0.0.1', port: mail.port })
    const stream = encryptMail(channel, {
      mode: 'starttls',
      protocol: 'imap',
      destination: 'mail.example.org:143',
      name: 'mail.example.org',
      roots,
      judge: ({ faults }) => (faults.length === 0 ? undefined : { code: 'program-fault', said: faults.join(' ') }),
      timeoutMs: 10_000,
      ...change,
    })
    // The end of the SSH connection after the test is an error of the stream.
    stream.then((secure) => secure.on('error', () => undefined)).catch(() => undefined)
    return { stream, channel }
  }

  /** The failure of an attempt, whose channel must be closed by then. Undefined for one that succeeds. */
  const failing = async (...parameters: Parameters<typeof attempt>): Promise<Failure | undefined> => {
    const { stream, channel } = await attempt(...parameters)
    const error: unknown = await stream.then(
      () => undefined,
      (reason: unknown) => reason,
    )
    expect(channel.destroyed).toBe(true)
    return failureOf(error)
  }

  return { connectTo, startMail, startSsh, attempt, failing }
}
