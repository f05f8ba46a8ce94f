import type { GuideFile } from '../../../contract/guide.ts'
import type { ClientGuide } from './client-guide.ts'
import type { MailPort, MailSettings } from './mail-settings.ts'
import { quoted } from './quoted.ts'
import { commandStep, fileStep } from './steps.ts'
import { textFile } from './text-file.ts'

/**
 * By default fetchmail(1) tries STARTTLS and demands a certificate for the name that it dials, which is this computer's. `sslproto ''` turns
 * that off where the tunnel protects the whole way.
 */
const tlsOptions = ({ security, isOnSshServer, destinationHost }: MailPort): readonly string[] => {
  if (security === 'none') return [`sslproto ''`]
  return [
    security === 'tls' ? 'ssl' : `sslproto 'auto'`,
    // The host key of SSH has proved the machine, and its certificate may be for any of its names, so the name is not checked.
    ...(isOnSshServer ? ['no sslcertck'] : [`sslcertck sslcommonname ${quoted(destinationHost)}`]),
  ]
}

/** Quotes an account's name for the shell that runs `preconnect`. `quoted` throws for characters that would end the quoted text. */
const shellWord = (name: string): string => (/^[\w.@-]+$/.test(name) ? name : quoted(name, "'"))

/** A run control file (fetchmail(1)). fetchmail asks for the password, and leaves the mail on the server unless the person changes `keep`. */
const fetchmailrc = (name: string, accountName: string, port: MailPort): string =>
  [
    '# Mail through Postern. This file holds no password: fetchmail asks for it.',
    '# "keep" leaves the mail on the server. Write "nokeep" once you have seen your mail arrive.',
    `poll ${quoted(name)} via ${quoted(port.host)}`,
    `    protocol ${port.protocol.toUpperCase()} port ${port.port}${port.protocol === 'pop3' ? ' uidl' : ''}`,
    `    user ${quoted(port.user ?? '')} keep`,
    ...tlsOptions(port).map((option) => `    ${option}`),
    '# Remove the "#" from the next line if Postern does not run all the time. fetchmail then connects the tunnel before each poll, and',
    '# Postern disconnects it 5 seconds after. The key must need no typing: in an agent, or with its passphrase in the keychain.',
    `#    preconnect "postern up ${shellWord(accountName)} --linger 5"`,
    '',
  ].join('\n')

const files = ({ name, account, incoming }: MailSettings): readonly GuideFile[] =>
  incoming === undefined ? [] : [textFile('~/.fetchmailrc', fetchmailrc(name, account.name, incoming))]

export const fetchmail: ClientGuide = {
  abilities: { incoming: ['imap', 'pop3'], sends: false },
  certificates: 'by-file',
  files,
  steps: () => [fileStep('~/.fetchmailrc'), commandStep('fetchmail-run', 'fetchmail')],
}
