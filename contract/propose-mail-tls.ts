import type { MailServerFacts, MailTls } from './mail-tls.ts'
import { isSameMachine, type LocalForward, type MailService } from './local-forward.ts'

const tlsServices: readonly MailService[] = ['imaps', 'pop3s', 'submissions']

/** Whether the service begins with TLS from the first byte (RFC 8314). */
export const isTlsService = (service: MailService): boolean => tlsServices.includes(service)

/**
 * Returns the encryption that Postern should bring to a mail server, so that a mail app needs none of its own at the local port.
 *
 * - A service with TLS from the first byte gets TLS: its certificate names the mail server and never this computer, to which the mail app connects.
 * - A service that begins in plain text gets STARTTLS where the server offers it and where it is needed: behind the SSH server, where others
 *   may read, or where the server accepts no password without it. On the SSH server itself a plain port that accepts one stays as it is.
 * - Port 25 is for mail between servers, and needs no log-in; of any other port Postern knows no protocol.
 */
export const proposeMailTls = (
  { service, destinationHost }: Pick<LocalForward, 'service' | 'destinationHost'>,
  sshHost: string,
  facts: MailServerFacts | undefined,
): MailTls => {
  if (service === 'other' || service === 'smtp') return 'none'
  if (isTlsService(service)) return 'tls'
  if (facts?.startTls !== true) return 'none'
  return isSameMachine(destinationHost, sshHost) && facts.plainLogIn ? 'none' : 'starttls'
}
