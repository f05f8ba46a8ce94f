import type { GuideFile } from '../../../contract/guide.ts'
import type { ClientGuide } from './client-guide.ts'
import type { MailPort, MailSettings } from './mail-settings.ts'
import { quoted } from './quoted.ts'
import { commandStep, fileStep } from './steps.ts'
import { textFile } from './text-file.ts'

const tlsOptions = ({ security, isOnSshServer, destinationHost }: MailPort): readonly string[] => {
  if (security === 'none') return ['tls off']
  return [
    'tls on',
    `tls_starttls ${security === 'starttls' ? 'on' : 'off'}`,
    // On the SSH server the host key has proved the machine, so the certificate's name is not checked: TLS is only for servers that accept
    // no password without it. Beyond the SSH server TLS protects the last leg, so the name is checked.
    ...(isOnSshServer
      ? ['# The tunnel ends on that very machine: SSH has checked it.', 'tls_certcheck off']
      : [`tls_host_override ${quoted(destinationHost)}`]),
  ]
}

/** A user configuration file (msmtp(1)). Without `password` and `passwordeval` msmtp asks for the password at the terminal. */
const msmtprc = (name: string, port: MailPort, address: string | undefined): string =>
  [
    '# Mail through Postern. This file holds no password: msmtp asks for it.',
    `account ${name}`,
    `host ${port.host}`,
    `port ${port.port}`,
    ...tlsOptions(port),
    // `auth on` chooses no method that sends the password in plain without TLS of its own; here the tunnel protects it.
    ...(port.user === undefined
      ? ['auth off']
      : [port.security === 'none' ? 'auth plain' : 'auth on', `user ${quoted(port.user)}`]),
    address === undefined ? '# from you@example.org' : `from ${quoted(address)}`,
    '',
    `account default : ${name}`,
    '',
  ].join('\n')

const files = ({ name, outgoing, account }: MailSettings): readonly GuideFile[] =>
  outgoing === undefined ? [] : [textFile('~/.msmtprc', msmtprc(name, outgoing, account.mailAddress))]

export const msmtp: ClientGuide = {
  abilities: { incoming: [], sends: true },
  certificates: 'by-file',
  files,
  steps: ({ account }) => [
    fileStep('~/.msmtprc'),
    commandStep('msmtp-run', `echo 'Subject: test' | msmtp ${quoted(account.mailAddress ?? 'you@example.org', "'")}`),
  ],
}
