import type { GuideValue } from '../../../contract/guide.ts'
import { autoconfigFile } from './autoconfig-file.ts'
import type { ClientGuide } from './client-guide.ts'
import type { MailPort } from './mail-settings.ts'
import { step } from './steps.ts'
import { authentication, choice, security, text, textIfKnown } from './values.ts'

const portValues = (port: MailPort): readonly GuideValue[] => [
  text('hostname', port.host),
  text('port', port.port),
  security('connection-security', port),
  authentication('authentication-method', port, 'normal-password'),
  ...textIfKnown('user-name', port.user),
]

/** Thunderbird: the person types the values, because Thunderbird reads the file only from its program folder, which needs an administrator. */
export const thunderbird: ClientGuide = {
  abilities: { incoming: ['imap', 'pop3'], sends: true },
  certificates: 'asked',
  steps: (settings) => {
    const { account, incoming, outgoing } = settings
    const [file] = autoconfigFile(settings)
    const asksAboutCertificates = [incoming, outgoing].some((port) => port !== undefined && port.security !== 'none')
    return [
      step('thunderbird-open', textIfKnown('email-address', account.mailAddress)),
      step('thunderbird-manual'),
      ...(incoming === undefined
        ? []
        : [
            step('thunderbird-incoming', [
              choice('protocol', incoming.protocol === 'imap' ? 'imap' : 'pop3'),
              ...portValues(incoming),
            ]),
          ]),
      ...(outgoing === undefined ? [] : [step('thunderbird-outgoing', portValues(outgoing))]),
      // With a certificate for another name Thunderbird's own test fails, and offers no way to accept it (153).
      step(asksAboutCertificates ? 'thunderbird-advanced' : 'thunderbird-finish'),
      ...(file === undefined ? [] : [step('thunderbird-file', [], { name: file.name })]),
    ]
  },
  files: autoconfigFile,
}
