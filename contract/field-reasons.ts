import type { InputReason } from './reason.ts'

/** The reason for which a field is refused, by the last name of the field's path. Main and the window use the same reasons. */
export const fieldReasons = {
  name: 'account-name',
  host: 'host-name',
  port: 'port',
  user: 'user-name',
  mailAddress: 'mail-address',
  mailUser: 'user-name',
  authentication: 'authentication',
  trustedFingerprint: 'fingerprint',
  fingerprint: 'fingerprint',
  bindAddress: 'forward-loopback',
  bindPort: 'port',
  destinationHost: 'forward-host',
  destinationPort: 'port',
  taken: 'port',
  service: 'forward-service',
  mailTls: 'mail-tls',
  certificateName: 'forward-host',
} as const satisfies Readonly<Record<string, InputReason>>

/** Returns the reason for a field of that name, or else the general one. */
export const fieldReason = (name: string | undefined): InputReason =>
  name !== undefined && Object.hasOwn(fieldReasons, name) ? fieldReasons[name as keyof typeof fieldReasons] : 'value'
