import type { GuideFile, GuideStep } from '../../../contract/guide.ts'
import type { ClientGuide } from './client-guide.ts'
import { urlHost, type MailPort, type MailSettings } from './mail-settings.ts'
import { quoted } from './quoted.ts'
import { commandStep, fileStep } from './steps.ts'
import { textFile } from './text-file.ts'

const certificateOf = (name: string): string => `~/.${name}-certificate.pem`

/** The values of mbsync's SSLType. Version 1.5 calls the option TLSType, and accepts SSLType with a warning. */
const sslTypes = { none: 'None', starttls: 'STARTTLS', tls: 'IMAPS' } as const

/**
 * An mbsync configuration (mbsync(1)). Without Pass and PassCmd mbsync asks for the password. With TLS it demands a certificate for the host
 * that it dials, and has no option for another name. So a step fetches the server's certificate once, and mbsync then accepts only that one.
 */
const mbsyncrc = (name: string, port: MailPort): string =>
  [
    '# Mail through Postern. This file holds no password: mbsync asks for it.',
    `IMAPAccount ${name}`,
    `Host ${quoted(port.host)}`,
    `Port ${port.port}`,
    `User ${quoted(port.user ?? '')}`,
    `SSLType ${sslTypes[port.security]}`,
    // By default mbsync refuses to send a password without TLS; here the tunnel protects it.
    ...(port.security === 'none' ? ['AuthMechs LOGIN'] : [`CertificateFile ${certificateOf(name)}`]),
    '',
    `IMAPStore ${name}-server`,
    `Account ${name}`,
    '',
    `MaildirStore ${name}-here`,
    `Path ~/Mail/${name}/`,
    `Inbox ~/Mail/${name}/Inbox`,
    'SubFolders Verbatim',
    '',
    `Channel ${name}`,
    `Far :${name}-server:`,
    `Near :${name}-here:`,
    'Patterns *',
    'Create Near',
    'SyncState *',
    '',
  ].join('\n')

const files = ({ name, incoming }: MailSettings): readonly GuideFile[] =>
  incoming === undefined ? [] : [textFile('~/.mbsyncrc', mbsyncrc(name, incoming))]

const certificateSteps = ({ name, incoming }: MailSettings): readonly GuideStep[] => {
  if (incoming === undefined || incoming.security === 'none') return []
  const connect = `openssl s_client -connect ${urlHost(incoming)}:${incoming.port}`
  const command = `${connect}${incoming.security === 'starttls' ? ' -starttls imap' : ''} </dev/null | openssl x509 >${certificateOf(name)}`
  return [commandStep('mbsync-certificate', command)]
}

export const mbsync: ClientGuide = {
  abilities: { incoming: ['imap'], sends: false },
  certificates: 'kept',
  files,
  steps: (settings) => [
    fileStep('~/.mbsyncrc'),
    commandStep('mail-folder', `mkdir -p -m 700 ~/Mail/${settings.name}`),
    ...certificateSteps(settings),
    commandStep('fetch-run', `mbsync ${settings.name}`),
  ],
}
