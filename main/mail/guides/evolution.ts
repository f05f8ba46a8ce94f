import type { GuideValue } from '../../../contract/guide.ts'
import type { ClientGuide } from './client-guide.ts'
import type { MailPort } from './mail-settings.ts'
import { step } from './steps.ts'
import { choice, text, textIfKnown } from './values.ts'

const encryption = { none: 'no-encryption', starttls: 'starttls-after-connecting', tls: 'tls-on-dedicated-port' } as const

const serverTypes = { imap: 'imap', pop3: 'pop', smtp: 'smtp' } as const

const portValues = (port: MailPort): readonly GuideValue[] => [
  choice('server-type', serverTypes[port.protocol]),
  text('server', port.host),
  text('port', port.port),
  ...(port.protocol === 'smtp' ? [choice('server-requires-authentication', port.user === undefined ? 'off' : 'on')] : []),
  ...textIfKnown('user-name', port.user),
  choice('encryption-method', encryption[port.security]),
  ...(port.user === undefined ? [] : [choice('authentication-type', port.protocol === 'smtp' ? 'plain' : 'password')]),
]

/** GNOME Evolution 3.x. */
export const evolution: ClientGuide = {
  abilities: { incoming: ['imap', 'pop3'], sends: true },
  certificates: 'asked',
  steps: ({ account, incoming, outgoing }) => [
    step('evolution-open'),
    step('evolution-identity', textIfKnown('email-address', account.mailAddress)),
    ...(incoming === undefined ? [] : [step('evolution-receiving', portValues(incoming))]),
    ...(outgoing === undefined ? [] : [step('evolution-sending', portValues(outgoing))]),
    step('evolution-finish'),
  ],
}
