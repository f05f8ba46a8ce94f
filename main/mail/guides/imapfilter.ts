import type { GuideFile } from '../../../contract/guide.ts'
import type { ClientGuide } from './client-guide.ts'
import type { MailPort, MailSettings } from './mail-settings.ts'
import { quoted } from './quoted.ts'
import { commandStep, fileStep } from './steps.ts'
import { textFile } from './text-file.ts'

/** A configuration in Lua (imapfilter_config(5)). imapfilter asks for the password, and tries STARTTLS by itself unless it is turned off. */
const config = (port: MailPort): string =>
  [
    '-- Mail through Postern. This file holds no password: imapfilter asks for it.',
    'options.starttls = false',
    '',
    'account = IMAP {',
    `  server = ${quoted(port.host)},`,
    `  port = ${port.port},`,
    `  username = ${quoted(port.user ?? '')},`,
    '}',
    '',
    '-- Prints how many messages there are. Write your own filters below.',
    'account.INBOX:check_status()',
    '',
  ].join('\n')

const place = '~/.imapfilter/config.lua'

const files = ({ incoming }: MailSettings): readonly GuideFile[] =>
  incoming === undefined ? [] : [textFile(place, config(incoming))]

export const imapfilter: ClientGuide = {
  // With TLS it demands a certificate for the host that it dials, and has no option for another name.
  abilities: { incoming: ['imap'], sends: false, securities: ['none'] },
  certificates: 'by-file',
  files,
  steps: () => [
    commandStep('settings-folder', 'mkdir -p -m 700 ~/.imapfilter'),
    fileStep(place),
    commandStep('start-run', 'imapfilter'),
  ],
}
