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

/** A word for the shell that runs `preconnect`. What a name may hold ends no quoted text: `quoted` sees to that for the file around it. */
const shellWord = (name: string): string => (/^[\w.@-]+$/.test(name) ? name : quoted(name, "'"))

/** A run control file (fetchmail(1)): without a password it asks for one. It keeps what it fetched, until the person says otherwise. */
const fetchmailrc = (name: string, accountName: string, port: MailPort): string =>
  [
    '# Mail through Postern. fetchmail asks for the password: none stands here.',
    '# "keep" leaves the mail on the server. Write "nokeep" once you have seen your mail arrive.',
    `poll ${quoted(name)} via ${quoted(port.host)}`,
    `    protocol ${port.protocol.toUpperCase()} port ${port.port}${port.protocol === 'pop3' ? ' uidl' : ''}`,
    `    user ${quoted(port.user ?? '')} keep`,
    ...tlsOptions(port).map((option) => `    ${option}`),
    '# Without the "#" before it, this has fetchmail bring the tunnel up before each poll, and down 5 seconds after: for a Postern that',
    '# does not run all the time. The key must need no typing: in an agent, or with its passphrase in the keychain.',
    `#    preconnect "postern up ${shellWord(accountName)} --linger 5"`,
    '',
  ].join('\n')

const files = ({ name, account, incoming }: MailSettings): readonly GuideFile[] =>
  incoming === undefined
    ? []
    : [{ name: 'fetchmailrc', place: '~/.fetchmailrc', mediaType: 'text/plain', text: fetchmailrc(name, account.name, incoming) }]

export const fetchmail: ClientGuide = {
  abilities: { incoming: ['imap', 'pop3'], sends: false },
  certificates: 'by-file',
  files,
  steps: () => [fileStep('~/.fetchmailrc'), commandStep('fetchmail-run', 'fetchmail')],
}
