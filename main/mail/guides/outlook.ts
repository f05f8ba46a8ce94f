import type { GuideValue } from '../../../contract/guide.ts'
import type { ClientGuide } from './client-guide.ts'
import type { MailSettings } from './mail-settings.ts'
import { step } from './steps.ts'
import { choice, security, text, textIfKnown } from './values.ts'

const accountValues = ({ account, incoming, outgoing }: MailSettings): readonly GuideValue[] => [
  ...textIfKnown('email-address', account.mailAddress),
  ...(incoming === undefined
    ? []
    : [choice('account-type', incoming.protocol === 'imap' ? 'imap' : 'pop3'), text('incoming-mail-server', incoming.host)]),
  ...(outgoing === undefined ? [] : [text('smtp-server', outgoing.host)]),
  ...textIfKnown('user-name', incoming?.user ?? outgoing?.user),
]

const advancedValues = ({ incoming, outgoing }: MailSettings): readonly GuideValue[] => [
  ...(incoming === undefined ? [] : [text('incoming-port', incoming.port), security('encrypted-connection', incoming)]),
  ...(outgoing === undefined ? [] : [text('outgoing-port', outgoing.port), security('encrypted-connection', outgoing)]),
]

/**
 * Outlook (classic) for Windows. The short form of "Add account" has no field for a user name or a port, so the guide uses the manual
 * set-up, which every version since 2016 has.
 */
export const outlook: ClientGuide = {
  abilities: { incoming: ['imap', 'pop3'], sends: true },
  certificates: 'asked',
  steps: (settings) => [
    step('outlook-open'),
    step('outlook-account', accountValues(settings)),
    ...(settings.outgoing?.user === undefined ? [] : [step('outlook-outgoing')]),
    step('outlook-advanced', advancedValues(settings)),
    step('outlook-finish'),
  ],
}
