import type { GuideValue } from '../../../contract/guide.ts'
import type { ClientGuide } from './client-guide.ts'
import type { MailPort } from './mail-settings.ts'
import { mobileconfig } from './mobileconfig.ts'
import { step } from './steps.ts'
import { authentication, choice, text, textIfKnown } from './values.ts'

const portValues = (port: MailPort): readonly GuideValue[] => [
  ...textIfKnown('user-name', port.user),
  text('host-name', port.host),
  text('port', port.port),
  choice('use-tls', port.security === 'none' ? 'off' : 'on'),
  authentication('authentication', port, 'password'),
  // Without it Mail sends no password over a connection without TLS of its own.
  ...(port.security === 'none' && port.user !== undefined ? [choice('allow-insecure-authentication', 'on')] : []),
]

/** Mail on macOS: the profile sets up everything. The values are for comparison, and for a person who does not install the profile. */
export const appleMail: ClientGuide = {
  abilities: { incoming: ['imap', 'pop3'], sends: true },
  certificates: 'asked',
  steps: (settings) => {
    const { account, incoming, outgoing } = settings
    const [file] = mobileconfig(settings)
    return [
      ...(file === undefined ? [] : [step('apple-mail-profile', [], { name: file.name })]),
      step('apple-mail-open', [
        ...textIfKnown('email-address', account.mailAddress),
        ...(incoming === undefined
          ? []
          : [
              ...textIfKnown('user-name', incoming.user),
              choice('account-type', incoming.protocol === 'imap' ? 'imap' : 'pop'),
              text('incoming-mail-server', incoming.host),
            ]),
        ...(outgoing === undefined ? [] : [text('outgoing-mail-server', outgoing.host)]),
      ]),
      ...(incoming === undefined ? [] : [step('apple-mail-incoming', portValues(incoming))]),
      ...(outgoing === undefined ? [] : [step('apple-mail-outgoing', portValues(outgoing))]),
    ]
  },
  files: mobileconfig,
}
