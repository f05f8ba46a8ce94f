import type { GuideValue } from '../../../contract/guide.ts'
import type { ClientGuide } from './client-guide.ts'
import type { MailPort, MailSettings } from './mail-settings.ts'
import { step } from './steps.ts'
import { choice, text, textIfKnown } from './values.ts'

const tlsNames = { none: 'do-not-use-tls', starttls: 'use-starttls-command', tls: 'use-tls' } as const
const groups = { imap: 'group-imap', pop3: 'group-pop', smtp: 'group-smtp' } as const

const accountValues = ({ account, incoming, outgoing }: MailSettings): readonly GuideValue[] => [
  ...textIfKnown('mail-address', account.mailAddress),
  ...(incoming === undefined
    ? []
    : [
        choice('protocol', incoming.protocol === 'imap' ? 'imap' : 'pop'),
        text('server-for-receiving', incoming.host),
        ...textIfKnown('user-id', incoming.user),
      ]),
  ...(outgoing === undefined ? [] : [text('smtp-send-server', outgoing.host)]),
]

const portOf = ({ protocol, port }: MailPort): GuideValue => text(protocol === 'pop3' ? 'pop-port' : `${protocol}-port`, port)

/** Claws Mail 4. The pages of the account's preferences, in their order. */
export const clawsMail: ClientGuide = {
  abilities: { incoming: ['imap', 'pop3'], sends: true },
  certificates: 'asked',
  steps: (settings) => {
    const { incoming, outgoing } = settings
    const ports = [incoming, outgoing].filter((port) => port !== undefined)
    return [
      step('claws-open'),
      step('claws-account', accountValues(settings)),
      ...(outgoing === undefined
        ? []
        : [step('claws-send', [choice('smtp-authentication', outgoing.user === undefined ? 'off' : 'on')])]),
      step(
        'claws-tls',
        ports.map(({ protocol, security }) => choice(groups[protocol], tlsNames[security])),
      ),
      step('claws-advanced', ports.map(portOf)),
    ]
  },
}
