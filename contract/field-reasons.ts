/** Why a field was refused, as a word of the locale's `reason`, by the last name of the field's path. Both sides say it alike. */
export const fieldReasons: Readonly<Record<string, string>> = {
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
}
