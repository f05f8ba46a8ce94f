import type { GuideFile } from '../../../contract/guide.ts'
import type { ClientGuide } from './client-guide.ts'
import type { MailPort, MailSettings } from './mail-settings.ts'
import { quoted } from './quoted.ts'
import { commandStep, fileStep } from './steps.ts'
import { textFile } from './text-file.ts'

/** Python's ConfigParser, by which OfflineIMAP reads its file, fills in what stands after a percent sign. */
const value = (text: string): string => quoted(text, '').replaceAll('%', '%%')

/** A configuration of OfflineIMAP 7 and 8 (its offlineimap.conf). Without a password OfflineIMAP asks for it. */
const offlineimaprc = (name: string, port: MailPort): string =>
  [
    '# Mail through Postern. This file holds no password: OfflineIMAP asks for it.',
    '[general]',
    `accounts = ${name}`,
    // The other interfaces without a screen of their own cannot ask for a password.
    'ui = ttyui',
    '',
    `[Account ${name}]`,
    `localrepository = ${name}-here`,
    `remoterepository = ${name}-server`,
    '',
    `[Repository ${name}-here]`,
    'type = Maildir',
    `localfolders = ~/Mail/${name}`,
    '',
    `[Repository ${name}-server]`,
    'type = IMAP',
    `remotehost = ${port.host}`,
    `remoteport = ${port.port}`,
    `remoteuser = ${value(port.user ?? '')}`,
    'ssl = no',
    'starttls = no',
    '',
  ].join('\n')

const place = '~/.offlineimaprc'

const files = ({ name, incoming }: MailSettings): readonly GuideFile[] =>
  incoming === undefined ? [] : [textFile(place, offlineimaprc(name, incoming))]

export const offlineimap: ClientGuide = {
  // With TLS it demands a certificate for the host that it dials, and has no option for another name.
  abilities: { incoming: ['imap'], sends: false, securities: ['none'] },
  certificates: 'by-file',
  files,
  steps: ({ name }) => [
    fileStep(place),
    commandStep('mail-folder', `mkdir -p -m 700 ~/Mail/${name}`),
    commandStep('fetch-run', 'offlineimap -o'),
  ],
}
