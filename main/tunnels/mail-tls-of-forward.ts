import type { Account } from '../../contract/account.ts'
import { hostAndPort } from '../../words/forward-words.ts'
import { FailureError } from '../../contract/failure.ts'
import type { LocalForward } from '../../contract/local-forward.ts'
import type { Ask } from '../../contract/question.ts'
import type { Log } from '../data-folder/log.ts'
import { certificateNameOf } from '../mail/certificate-name.ts'
import { clientCheckFor, lastWordsOf } from '../mail/mail-tls/mail-client-check.ts'
import type { EncryptMail, JudgeCertificate } from '../mail/mail-tls/mail-tls.ts'
import { mailPresets } from '../mail/presets.ts'
import type { ListenerOptions } from '../ssh/forward/listener.ts'

export interface MailTlsDependencies {
  readonly encryptMail: EncryptMail
  /** Returns the judge of the certificates that the mail server of a forward shows. Called for each mail client. */
  readonly judgeCertificate: (
    account: Account,
    forward: LocalForward,
    context: { readonly ask: Ask; readonly log: Log },
  ) => Promise<JudgeCertificate>
  /** Lets the person be asked about certificates again. Called when a tunnel is connected anew. */
  readonly askAnew: (server: Pick<Account, 'host' | 'port'>) => void
  /** The certificates of the authorities that count, in PEM; undefined for Node's own. Called for each mail client. */
  readonly mailRoots: () => Promise<readonly string[] | undefined>
}

/** For greeting, STARTTLS and the handshake together. Mail clients wait longer. */
const timeoutMs = 30_000

/**
 * SECURITY: no protocol is guessed, and there is no way on in plain. LocalForwardSchema refuses such a forward, so none comes here while each
 * account is parsed by it.
 */
const refuseUnknown =
  (mode: LocalForward['mailTls']): ListenerOptions['prepare'] =>
  (channel) => {
    channel.destroy()
    return Promise.reject(new FailureError({ code: 'input-invalid', field: 'mailTls', value: mode, reason: 'mail-tls' }))
  }

/** The TLS that a forward brings to its mail server, as options of its listener, and what its mail clients are told. */
export const mailTlsOfForward = (
  account: Account,
  forward: LocalForward,
  { dependencies, ask, log }: { readonly dependencies: MailTlsDependencies; readonly ask: Ask; readonly log: Log },
): Pick<ListenerOptions, 'prepare' | 'lastWords' | 'clientCheck'> => {
  const clientCheck = clientCheckFor(forward)
  const { service, mailTls: mode } = forward
  if (mode === 'none') return { clientCheck }
  if (service === 'other') return { clientCheck, prepare: refuseUnknown(mode) }
  const { protocol } = mailPresets[service]
  return {
    clientCheck,
    lastWords: lastWordsOf(protocol),
    prepare: async (channel, signal) => {
      const [judge, roots] = await Promise.all([
        dependencies.judgeCertificate(account, forward, { ask, log }),
        dependencies.mailRoots(),
      ])
      const name = certificateNameOf(account, forward)
      return await dependencies.encryptMail(channel, {
        mode,
        protocol,
        destination: hostAndPort(forward.destinationHost, forward.destinationPort),
        name,
        judge,
        roots,
        timeoutMs,
        signal,
      })
    },
  }
}
