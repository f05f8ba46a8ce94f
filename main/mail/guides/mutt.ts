import type { GuideFile } from '../../../contract/guide.ts'
import type { ClientGuide } from './client-guide.ts'
import { urlHost, type MailPort, type MailSettings } from './mail-settings.ts'
import { quoted } from './quoted.ts'
import { commandStep, fileStep } from './steps.ts'
import { textFile } from './text-file.ts'

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

const asksAboutCertificates = (ports: readonly MailPort[]): boolean => ports.some(({ security }) => security !== 'none')

/**
 * One switch sets STARTTLS for fetching and sending: if one port needs it, both use it if the server offers it, and mutt shows the
 * certificates.
 */
const tlsLines = (ports: readonly MailPort[]): readonly string[] => {
  const lines = [
    `set ssl_force_tls = ${ports.every(({ security }) => security !== 'none') ? 'yes' : 'no'}`,
    `set ssl_starttls = ${ports.some(({ security }) => security === 'starttls') ? 'yes' : 'no'}`,
  ]
  return asksAboutCertificates(ports) ? [...lines, 'set certificate_file = "~/.mutt_certificates"'] : lines
}

const portsOf = ({ incoming, outgoing }: MailSettings): readonly MailPort[] =>
  [incoming, outgoing].filter((port) => port !== undefined)

/** muttrc(5), for mutt and neomutt. */
const muttrc = (settings: MailSettings): string => {
  const { account, incoming, outgoing } = settings
  return [
    '# Mail through Postern. This file holds no password: mutt asks for it.',
    ...(account.mailAddress === undefined
      ? ['# set from = "you@example.org"']
      : [set('from', account.mailAddress), 'set use_from = yes', 'set use_envelope_from = yes']),
    ...(incoming === undefined ? [] : incomingLines(incoming)),
    ...(outgoing === undefined ? [] : [set('smtp_url', urlOf(outgoing))]),
    ...tlsLines(portsOf(settings)),
    '',
  ].join('\n')
}

const files = (settings: MailSettings): readonly GuideFile[] =>
  settings.incoming === undefined && settings.outgoing === undefined ? [] : [textFile('~/.muttrc', muttrc(settings))]

export const mutt: ClientGuide = {
  abilities: { incoming: ['imap', 'pop3'], sends: true },
  certificates: 'asked',
  files,
  steps: (settings) => [
    fileStep('~/.muttrc'),
    commandStep(asksAboutCertificates(portsOf(settings)) ? 'mutt-run-certificate' : 'mutt-run', 'mutt'),
  ],
}
