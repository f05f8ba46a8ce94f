import type { GuideStep, GuideValue } from '../../../contract/guide.ts'
import type { ClientGuide } from './client-guide.ts'
import { urlHost, type MailPort } from './mail-settings.ts'
import { step } from './steps.ts'
import { choice, text, textIfKnown } from './values.ts'

const tlsNames = { none: 'none', starttls: 'starttls', tls: 'tls' } as const

const server = (port: MailPort): string => `${urlHost(port)}:${port.port}`

const receiving = (port: MailPort): readonly GuideValue[] => [
  text('imap-server', server(port)),
  ...textIfKnown('login-name', port.user),
]

const sending = (port: MailPort): readonly GuideValue[] => [
  text('smtp-server-with-port', server(port)),
  choice('login', port.user === undefined ? 'no-login-needed' : 'same-login-as-receiving'),
]

/** Geary tries TLS first, and has a field for something else only after that has failed: for receiving, and then for sending. */
const securitySteps = (ports: readonly MailPort[]): readonly GuideStep[] =>
  ports.every(({ security }) => security === 'tls')
    ? []
    : [
        step(
          'geary-security',
          ports.map(({ protocol, security }) => choice(protocol === 'smtp' ? 'sending' : 'receiving', tlsNames[security])),
        ),
      ]

/** Geary 3.32 and later, which fetches by IMAP alone and always wants a server to send by. */
export const geary: ClientGuide = {
  abilities: { incoming: ['imap'], sends: true },
  certificates: 'asked',
  steps: ({ account, incoming, outgoing }) => [
    step('geary-open', textIfKnown('email-address', account.mailAddress)),
    ...(incoming === undefined ? [] : [step('geary-receiving', receiving(incoming))]),
    ...(outgoing === undefined ? [] : [step('geary-sending', sending(outgoing))]),
    step('geary-finish'),
    ...securitySteps([incoming, outgoing].filter((port) => port !== undefined)),
  ],
}
