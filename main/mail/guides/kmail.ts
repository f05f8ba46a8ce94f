import type { ClientGuide } from './client-guide.ts'
import type { MailPort } from './mail-settings.ts'
import { step } from './steps.ts'
import { authentication, choice, security, text, textIfKnown } from './values.ts'

// KMail has a different name for the same log-in method in each of its windows.
const logInNames = { imap: 'clear-text', pop3: 'clear-text', smtp: 'plain' } as const

const advanced = (port: MailPort) => [
  security('encryption', port),
  text('port', port.port),
  authentication('authentication', port, logInNames[port.protocol]),
]

/** KMail (KDE PIM 5 and 6). */
export const kmail: ClientGuide = {
  abilities: { incoming: ['imap', 'pop3'], sends: true },
  certificates: 'asked',
  steps: ({ account, incoming, outgoing }) => [
    ...(incoming === undefined
      ? []
      : [
          step('kmail-receiving', [
            choice('account-type', incoming.protocol === 'imap' ? 'imap' : 'pop3'),
            text('server', incoming.host),
            ...textIfKnown('user-name', incoming.user),
          ]),
          step('kmail-receiving-advanced', advanced(incoming)),
        ]),
    ...(outgoing === undefined
      ? []
      : [
          step('kmail-sending', [
            text('outgoing-mail-server', outgoing.host),
            choice('server-requires-authentication', outgoing.user === undefined ? 'off' : 'on'),
            ...textIfKnown('user-name', outgoing.user),
          ]),
          step('kmail-sending-advanced', advanced(outgoing)),
        ]),
    step('kmail-finish', textIfKnown('email-address', account.mailAddress)),
  ],
}
