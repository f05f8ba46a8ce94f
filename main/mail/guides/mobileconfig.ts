import { build } from 'plist'
import type { GuideFile } from '../../../contract/guide.ts'
import type { MailPort, MailSettings } from './mail-settings.ts'
import { nameUuid } from './name-uuid.ts'
import { quoted } from './quoted.ts'

/** The keys of one direction: `Incoming…` or `Outgoing…` (apple/device-management, com.apple.mail.managed). */
const serverKeys = (direction: 'Incoming' | 'Outgoing', port: MailPort): Record<string, string | number | boolean> => ({
  [`${direction}MailServerHostName`]: port.host,
  [`${direction}MailServerPortNumber`]: port.port,
  // Mail detects by itself whether the port uses STARTTLS or TLS from the first byte.
  [`${direction}MailServerUseSSL`]: port.security !== 'none',
  [`${direction}MailServerAuthentication`]: port.user === undefined ? 'EmailAuthNone' : 'EmailAuthPassword',
  ...(port.user === undefined ? {} : { [`${direction}MailServerUsername`]: quoted(port.user, '') }),
})

const mailPayload = (settings: MailSettings, incoming: MailPort, outgoing: MailPort) => {
  const { id, name, mailAddress } = settings.account
  return {
    PayloadType: 'com.apple.mail.managed',
    PayloadVersion: 1,
    PayloadIdentifier: `app.postern.account.${id}.mail`,
    PayloadUUID: nameUuid(id, 'mail').toUpperCase(),
    PayloadDisplayName: `Postern ${name}`,
    EmailAccountDescription: `Postern ${name}`,
    EmailAccountType: incoming.protocol === 'imap' ? 'EmailTypeIMAP' : 'EmailTypePOP',
    // macOS asks for the fields that are left out here: the address if it is unknown, and the password always.
    ...(mailAddress === undefined ? {} : { EmailAddress: quoted(mailAddress, '') }),
    ...serverKeys('Incoming', incoming),
    ...serverKeys('Outgoing', outgoing),
    ...(outgoing.user === undefined ? {} : { OutgoingPasswordSameAsIncomingPassword: true }),
  }
}

/**
 * Returns a configuration profile for Apple Mail. Its identifiers come from the account's id, so that a new profile replaces the old one.
 * Mail's payload needs both an incoming and an outgoing server: if the account lacks one, there is no profile.
 */
export const mobileconfig = (settings: MailSettings): readonly GuideFile[] => {
  const { account, incoming, outgoing } = settings
  if (incoming === undefined || outgoing === undefined) return []
  const profile = {
    PayloadType: 'Configuration',
    PayloadVersion: 1,
    PayloadIdentifier: `app.postern.account.${account.id}`,
    PayloadUUID: nameUuid(account.id, 'profile').toUpperCase(),
    PayloadDisplayName: `Postern ${account.name}`,
    PayloadScope: 'User',
    PayloadContent: [mailPayload(settings, incoming, outgoing)],
  }
  const text = `${build(profile)}\n`
  return [
    { name: `${settings.name}.mobileconfig`, place: '', mediaType: 'application/x-apple-aspen-config', text, mayHoldSecret: false },
  ]
}
