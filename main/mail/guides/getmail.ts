import type { GuideFile } from '../../../contract/guide.ts'
import type { ClientGuide } from './client-guide.ts'
import type { MailPort, MailSettings } from './mail-settings.ts'
import { quoted } from './quoted.ts'
import { commandStep, fileStep } from './steps.ts'
import { textFile } from './text-file.ts'

const retrieverOf = ({ protocol, security }: MailPort): string =>
  `Simple${protocol === 'imap' ? 'IMAP' : 'POP3'}${security === 'tls' ? 'SSL' : ''}Retriever`

/** getmail checks a certificate only with a list of authorities to trust. The SSH server needs no check: its host key has proved it. */
const tlsOptions = ({ security, isOnSshServer, destinationHost }: MailPort): readonly string[] =>
  security !== 'tls' || isOnSshServer
    ? []
    : [
        '# Where Debian keeps the authorities; Fedora: /etc/pki/tls/certs/ca-bundle.crt',
        'ca_certs = /etc/ssl/certs/ca-certificates.crt',
        `ssl_cert_hostname = ${quoted(destinationHost, '')}`,
      ]

/** A getmail rc file (getmail's "configuration", INI as Python reads it: a value ends with its line). Without a password getmail asks. */
const getmailrc = (name: string, port: MailPort): string =>
  [
    '# Mail through Postern. This file holds no password: getmail asks for it.',
    '[retriever]',
    `type = ${retrieverOf(port)}`,
    `server = ${port.host}`,
    `port = ${port.port}`,
    `username = ${quoted(port.user ?? '', '')}`,
    ...tlsOptions(port),
    '',
    '[destination]',
    'type = Maildir',
    `path = ~/Mail/${quoted(name, '')}/`,
    '',
    '[options]',
    '# Only what is new, and it stays on the server.',
    'read_all = false',
    'delete = false',
    '',
  ].join('\n')

const place = '~/.config/getmail/getmailrc'

const files = ({ name, incoming }: MailSettings): readonly GuideFile[] =>
  incoming === undefined ? [] : [textFile(place, getmailrc(name, incoming))]

export const getmail: ClientGuide = {
  // It has no STARTTLS (getmail 6.18, "Retriever Parameters").
  abilities: { incoming: ['imap', 'pop3'], sends: false, securities: ['none', 'tls'] },
  certificates: 'by-file',
  files,
  steps: ({ name }) => [
    commandStep('getmail-folder', `mkdir -p -m 700 ~/.config/getmail ~/Mail/${name}/cur ~/Mail/${name}/new ~/Mail/${name}/tmp`),
    fileStep(place),
    commandStep('fetch-run', 'getmail'),
  ],
}
