import type { GuideFile } from '../../../contract/guide.ts'
import type { ClientGuide } from './client-guide.ts'
import { urlHost, type MailPort, type MailSettings } from './mail-settings.ts'
import { quoted } from './quoted.ts'
import { commandStep, fileStep } from './steps.ts'
import { textFile } from './text-file.ts'

/** A URL whose user name is percent-encoded (s-nail(1), "On URL syntax and credential lookup"). */
const urlOf = (port: MailPort): string => {
  const scheme = port.protocol === 'pop3' ? 'pop3' : port.protocol
  const user = port.user === undefined ? '' : `${encodeURIComponent(port.user)}@`
  return `${scheme}://${user}${urlHost(port)}:${port.port}`
}

const incomingLines = (port: MailPort): readonly string[] =>
  port.protocol === 'imap' ? [`set folder=${urlOf(port)}/`, 'set inbox=+INBOX'] : [`set inbox=${urlOf(port)}`]

const outgoingLines = (port: MailPort): readonly string[] => [
  `set mta=${urlOf(port)}`,
  `set smtp-auth=${port.user === undefined ? 'none' : 'plain'}`,
]

/** mailrc (s-nail(1)): an account of its own, which leaves the person's other settings as they are. s-nail asks for the password. */
const mailrc = ({ name, account, incoming, outgoing }: MailSettings): string =>
  [
    '# Mail through Postern. This file holds no password: s-nail asks for it.',
    `account ${name} {`,
    ...[
      'set v15-compat=yes',
      account.mailAddress === undefined ? '# set from=you@example.org' : `set from=${quoted(account.mailAddress)}`,
      ...(incoming === undefined ? [] : incomingLines(incoming)),
      ...(outgoing === undefined ? [] : outgoingLines(outgoing)),
    ].map((line) => `  ${line}`),
    '}',
    '',
  ].join('\n')

const place = '~/.mailrc'

const files = (settings: MailSettings): readonly GuideFile[] =>
  settings.incoming === undefined && settings.outgoing === undefined ? [] : [textFile(place, mailrc(settings))]

export const sNail: ClientGuide = {
  // With TLS it demands a certificate for the host that it dials, and has no option for another name.
  abilities: { incoming: ['imap', 'pop3'], sends: true, securities: ['none'] },
  certificates: 'by-file',
  files,
  steps: ({ name, incoming }) => [
    fileStep(place),
    commandStep('start-run', incoming === undefined ? `s-nail -A ${name}` : `s-nail -A ${name} -f %`),
  ],
}
