import { create } from 'xmlbuilder2'
import type { GuideFile } from '../../../contract/guide.ts'
import type { MailPort, MailSettings, Security } from './mail-settings.ts'
import { quoted } from './quoted.ts'

const socketTypes: Readonly<Record<Security, string>> = { none: 'plain', starttls: 'STARTTLS', tls: 'SSL' }

const serverOf = (port: MailPort) => ({
  '@type': port.protocol,
  hostname: port.host,
  port: String(port.port),
  socketType: socketTypes[port.security],
  ...(port.user === undefined
    ? { authentication: 'none' }
    : { username: quoted(port.user, ''), authentication: 'password-cleartext' }),
})

/**
 * Returns Thunderbird's configuration file, clientConfig 1.1 (draft-ietf-mailmaint-autoconfig). Thunderbird looks for it by the domain of
 * the mail address, so an account without a mail address has no file, nor has one without a server to fetch from.
 */
export const autoconfigFile = ({ account, incoming, outgoing }: MailSettings): readonly GuideFile[] => {
  const domain = account.mailAddress?.split('@')[1]
  if (domain === undefined || incoming === undefined) return []
  const document = create(
    { version: '1.0', encoding: 'UTF-8' },
    {
      clientConfig: {
        '@version': '1.1',
        emailProvider: {
          '@id': quoted(domain, ''),
          domain: quoted(domain, ''),
          displayName: `Postern ${account.name}`,
          displayShortName: account.name,
          incomingServer: serverOf(incoming),
          ...(outgoing === undefined ? {} : { outgoingServer: serverOf(outgoing) }),
        },
      },
    },
  )
  const text = `${document.end({ prettyPrint: true })}\n`
  return [{ name: `${domain}.xml`, place: '', mediaType: 'application/xml', text, mayHoldSecret: false }]
}
