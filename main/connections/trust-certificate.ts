import type { Account } from '../../contract/account.ts'
import { failureOf } from '../../contract/failure.ts'
import { isSameMachine, type LocalForward } from '../../contract/local-forward.ts'
import { programFault } from '../../contract/log-entry.ts'
import type { CertificateFault, MailDestination, PinnedCertificate } from '../../contract/mail-tls.ts'
import type { Ask } from '../../contract/question.ts'
import type { Log } from '../data-folder/log.ts'
import { certificateChanged, certificateRefused } from '../mail/certificates/certificate-failure.ts'
import type { CertificateTrust } from '../mail/certificates/certificate-trust.ts'
import { destinationKey, destinationName } from '../mail/certificates/judge-certificate.ts'
import type { JudgeCertificate, SeenCertificate } from '../mail/mail-tls/mail-tls.ts'

type Server = Pick<Account, 'host' | 'port'>

export interface CertificateJudgeOptions {
  readonly ask: Ask
  /** Withdraws the question. */
  readonly signal?: AbortSignal | undefined
  readonly log: Log
}

/** Judges the certificates of mail servers for every tunnel of a process, and asks the person about those that do not verify. */
export interface CertificateJudges {
  /**
   * Reads the pins, and returns the judge for one connection of a forward. It never waits for a person: a certificate that nobody stands for fails
   * this connection with `certificate-refused`, and the question is asked beside it, so that the next connection works after a yes. Rejects with
   * the failures of the file of pins.
   */
  readonly judgeCertificate: (
    account: Pick<Account, 'name'> & Server,
    forward: Pick<LocalForward, 'destinationHost' | 'destinationPort'>,
    options: CertificateJudgeOptions,
  ) => Promise<JudgeCertificate>
  /** Withdraws the questions about the mail servers of an SSH server, which may then be asked again. Called when a person connects anew. */
  readonly askAnew: (server: Server) => void
  /** Withdraws the question about a mail server, because the person has decided elsewhere. */
  readonly withdraw: (destination: MailDestination) => void
  /** Resolves once every certificate that was accepted is in the file, or could not be written. Awaited before the process ends. */
  readonly written: () => Promise<void>
}

/** The faults that say nothing against a certificate but that no authority stands for it, or for this name. */
const faultsOfTrust: readonly CertificateFault[] = ['self-signed', 'authority-unknown', 'issuer-missing', 'other-name']

type Standing = Pick<PinnedCertificate, 'certificate' | 'pinnedAt'>

/** Keeps in memory which questions were asked; the pins are in `trust`. */
export const createCertificateJudges = (trust: Pick<CertificateTrust, 'judgeFor' | 'pin'>): CertificateJudges => {
  /** The mail servers that were asked about since the person last connected to their SSH server. */
  const asked = new Map<string, { readonly server: Server; readonly question: AbortController }>()
  const writing = new Set<Promise<void>>()
  /** The certificates that were accepted, while their pin is not in the file: it is being written, or could not be. */
  const accepted = new Map<string, Standing>()
  /** The pinned certificates whose expiry is in the log. */
  const warned = new Set<string>()

  /** Counts the certificate at once, and writes its pin. Never rejects. */
  const pin = async (
    destination: MailDestination,
    seen: SeenCertificate,
    { by, log }: { readonly by: PinnedCertificate['by']; readonly log: Log },
  ): Promise<void> => {
    const key = destinationKey(destination)
    const { certificate } = seen
    const name = destinationName(destination)
    accepted.set(key, { certificate, pinnedAt: new Date().toISOString() })
    try {
      if (await trust.pin(destination, seen, by))
        log('info', { name: 'certificate-pinned', destination: name, fingerprint: certificate.fingerprint, by })
      accepted.delete(key)
    } catch (error) {
      const failure = failureOf(error)
      if (failure === undefined) log('error', programFault(error))
      else log('warn', { name: 'certificate-not-kept', destination: name }, failure)
    }
  }

  const accept = (...parameters: Parameters<typeof pin>): void => {
    const pinned: Promise<void> = pin(...parameters).finally(() => writing.delete(pinned))
    writing.add(pinned)
  }

  const judgeCertificate: CertificateJudges['judgeCertificate'] = async (account, forward, { ask, signal, log }) => {
    const { host: sshHost, port: sshPort } = account
    const destination: MailDestination = {
      sshHost,
      sshPort,
      host: forward.destinationHost,
      port: forward.destinationPort,
    }
    const key = destinationKey(destination)
    const name = destinationName(destination)
    const judge = await trust.judgeFor(destination)

    const askPerson = async ({ name: wanted, certificate, faults }: SeenCertificate, withdrawn: AbortSignal): Promise<void> => {
      const question = { kind: 'certificate', account: account.name, destination: name, name: wanted, certificate, faults } as const
      // SECURITY: the answer comes from a shell, perhaps over a socket, so anything but the boolean true is a no.
      const answer: unknown = await ask(question, signal === undefined ? withdrawn : AbortSignal.any([signal, withdrawn]))
      if (answer === true && !withdrawn.aborted) accept(destination, { name: wanted, certificate, faults }, { by: 'person', log })
    }

    /**
     * SECURITY: one question for a mail server until the person connects anew, whatever key comes next. A server that shows another key at each
     * connection could otherwise ask until somebody is tired of saying no.
     */
    const askOnce = (seen: SeenCertificate): void => {
      if (asked.has(key)) return
      const question = new AbortController()
      asked.set(key, { server: account, question })
      askPerson(seen, question.signal).catch((error: unknown) => {
        if (signal?.aborted !== true && !question.signal.aborted) log('error', programFault(error))
      })
    }

    /** Undefined where the certificate is unknown to the pins and to this process. */
    const standing = (seen: SeenCertificate): { readonly failure?: ReturnType<JudgeCertificate> } | undefined => {
      const verdict = judge(seen)
      switch (verdict.verdict) {
        case 'verified':
          return {}
        case 'pinned':
          if (verdict.isExpired && !warned.has(key)) {
            warned.add(key)
            log('warn', { name: 'pinned-certificate-expired', destination: name, since: seen.certificate.validTo })
          }
          return {}
        case 'changed':
          return { failure: certificateChanged(name, seen, verdict.pinned) }
        case 'unknown': {
          const known = accepted.get(key)
          if (known === undefined) return undefined
          return known.certificate.keyPin === seen.certificate.keyPin ? {} : { failure: certificateChanged(name, seen, known) }
        }
      }
    }

    return (seen) => {
      const known = standing(seen)
      if (known !== undefined) return known.failure
      // SECURITY: the host key has proved the SSH server, and these bytes do not leave it, so nobody can be in between. A certificate that is out of
      // time, or not made for a server, is a mistake that a person should see.
      if (isSameMachine(destination.host, sshHost) && seen.faults.every((fault) => faultsOfTrust.includes(fault))) {
        accept(destination, seen, { by: 'host-key', log })
        return undefined
      }
      askOnce(seen)
      return certificateRefused(name, seen)
    }
  }

  return {
    judgeCertificate,
    askAnew: ({ host, port }) => {
      for (const [key, { server, question }] of asked) {
        if (server.host !== host || server.port !== port) continue
        question.abort()
        asked.delete(key)
      }
    },
    withdraw: (destination) => asked.get(destinationKey(destination))?.question.abort(),
    written: async () => {
      await Promise.all(writing)
    },
  }
}
