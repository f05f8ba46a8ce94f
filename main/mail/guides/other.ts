import type { GuideValue } from '../../../contract/guide.ts'
import type { ClientGuide } from './client-guide.ts'
import type { MailPort } from './mail-settings.ts'
import { step } from './steps.ts'
import { authentication, choice, security, text, textIfKnown } from './values.ts'

const portValues = (port: MailPort): readonly GuideValue[] => [
  text('server', port.host),
  text('port', port.port),
  ...textIfKnown('user-name', port.user),
  security('encryption', port),
  authentication('authentication', port, 'normal-password'),
]

/** For a mail client without a guide of its own: the values that every mail client asks for. */
export const other: ClientGuide = {
  abilities: { incoming: ['imap', 'pop3'], sends: true },
  certificates: 'asked-or-refused',
  steps: ({ account, incoming, outgoing }) => [
    ...(incoming === undefined
      ? []
      : [
          step('other-incoming', [
            ...textIfKnown('email-address', account.mailAddress),
            choice('account-type', incoming.protocol === 'imap' ? 'imap' : 'pop3'),
            ...portValues(incoming),
          ]),
        ]),
    ...(outgoing === undefined ? [] : [step('other-outgoing', portValues(outgoing))]),
  ],
}
