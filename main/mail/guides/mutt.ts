import type { GuideFile } from '../../../contract/guide.ts'
import type { ClientGuide } from './client-guide.ts'
import { urlHost, type MailPort, type MailSettings } from './mail-settings.ts'
import { quoted } from './quoted.ts'
import { commandStep, fileStep } from './steps.ts'

const schemeOf = ({ protocol, security }: MailPort): string =>
  `${protocol === 'pop3' ? 'pop' : protocol}${security === 'tls' ? 's' : ''}`

/** A URL whose user name is percent-encoded, which mutt decodes. */
const urlOf = (port: MailPort): string => {
  const user = port.user === undefined ? '' : `${encodeURIComponent(port.user)}@`
  return `${schemeOf(port)}://${user}${urlHost(port)}:${port.port}/`
}

const set = (name: string, value: string): string => `set ${name} = ${quoted(value)}`

const incomingLines = (port: MailPort): readonly string[] =>
  port.protocol === 'imap'
    ? [set('folder', urlOf(port)), 'set spoolfile = "+INBOX"']
    : [set('spoolfile', urlOf(port)), set('pop_host', urlOf(port))]

/**
 * muttrc(5), for mutt and neomutt. One switch sets STARTTLS for fetching and sending: if one port needs it, both use it if the server
 * offers it, and mutt shows the certificates.
 */
const muttrc = ({ account, incoming, outgoing }: MailSettings): string => {
  const ports = [incoming, outgoing].filter((port) => port !== undefined)
  const wantsStartTls = ports.some(({ security }) => security === 'starttls')
  const wantsTlsAlways = ports.every(({ security }) => security !== 'none')
  return [
    '# Mail through Postern. This file holds no password: mutt asks for it.',
    ...(account.mailAddress === undefined
      ? ['# set from = "you@example.org"']
      : [set('from', account.mailAddress), 'set use_from = yes', 'set use_envelope_from = yes']),
    ...(incoming === undefined ? [] : incomingLines(incoming)),
    ...(outgoing === undefined ? [] : [set('smtp_url', urlOf(outgoing))]),
    '# SSH encrypts the way; where the server wants TLS inside it, mutt shows its certificate once.',
    `set ssl_force_tls = ${wantsTlsAlways ? 'yes' : 'no'}`,
    `set ssl_starttls = ${wantsStartTls ? 'yes' : 'no'}`,
    'set certificate_file = "~/.mutt_certificates"',
    '',
  ].join('\n')
}

const files = (settings: MailSettings): readonly GuideFile[] =>
  settings.incoming === undefined && settings.outgoing === undefined
    ? []
    : [{ name: 'muttrc', place: '~/.muttrc', mediaType: 'text/plain', text: muttrc(settings) }]

export const mutt: ClientGuide = {
  abilities: { incoming: ['imap', 'pop3'], sends: true },
  certificates: 'asked',
  files,
  steps: () => [fileStep('~/.muttrc'), commandStep('mutt-run', 'mutt')],
}
