import type { GuideFile } from '../../../contract/guide.ts'
import type { ClientGuide } from './client-guide.ts'
import type { MailPort, MailSettings } from './mail-settings.ts'
import { quoted } from './quoted.ts'
import { commandStep, fileStep } from './steps.ts'

/**
 * fetchmail(1) tries STARTTLS of itself and demands a certificate for the name that it dials, which is this computer's: `sslproto ''` turns
 * that off where the tunnel protects the whole way.
 */
const tlsOptions = ({ security, isOnSshServer, destinationHost }: MailPort): readonly string[] => {
  if (security === 'none') return [`sslproto ''`]
  return [
    security === 'tls' ? 'ssl' : `sslproto 'auto'`,
    // SSH has proved the machine by its host key, and its certificate may be for any of its names.
    ...(isOnSshServer ? ['no sslcertck'] : [`sslcertck sslcommonname ${quoted(destinationHost)}`]),
  ]
}

/** A run control file (fetchmail(1)): without a password it asks for one. It keeps what it fetched, until the person says otherwise. */
const fetchmailrc = (name: string, port: MailPort): string =>
  [
    '# Mail through Postern. fetchmail asks for the password: none stands here.',
    '# "keep" leaves the mail on the server. Write "nokeep" once you have seen your mail arrive.',
    `poll ${quoted(name)} via ${quoted(port.host)}`,
    `    protocol ${port.protocol.toUpperCase()} port ${port.port}${port.protocol === 'pop3' ? ' uidl' : ''}`,
    `    user ${quoted(port.user ?? '')} keep`,
    ...tlsOptions(port).map((option) => `    ${option}`),
    '',
  ].join('\n')

const files = ({ name, incoming }: MailSettings): readonly GuideFile[] =>
  incoming === undefined
    ? []
    : [{ name: 'fetchmailrc', place: '~/.fetchmailrc', mediaType: 'text/plain', text: fetchmailrc(name, incoming) }]

export const fetchmail: ClientGuide = {
  abilities: { incoming: ['imap', 'pop3'], sends: false },
  certificates: 'by-file',
  files,
  steps: () => [fileStep('~/.fetchmailrc'), commandStep('fetchmail-run', 'fetchmail')],
}
