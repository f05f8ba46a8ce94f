import { isIPv6 } from 'node:net'
import { FailureError } from '../../contract/failure.ts'
import type { Destination } from '../ssh/connection.ts'

/**
 * SECURITY: the host becomes part of a line that says what a key may do on the server. A quote or a line break would end the option and
 * start another, or another key; `*` would permit every host (PERMITOPEN in sshd_config(5)).
 */
const permitOpen = ({ host, port }: Destination): string => {
  const invalid = (reason: string): FailureError =>
    new FailureError({ code: 'input-invalid', field: 'destination', value: `${host}:${port}`, reason })
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw invalid('the port is not one')
  if (isIPv6(host)) return `permitopen="[${host}]:${port}"`
  if (!/^[\p{L}\p{N}_](?:[\p{L}\p{N}._-]*[\p{L}\p{N}_.])?$/u.test(host))
    throw invalid('the host is not a plain host name or address')
  return `permitopen="${host}:${port}"`
}

/**
 * The public key line with which the key opens these destinations and does nothing else: no shell, no agent, no X11, no pty, no other
 * port (sshd(8), AUTHORIZED_KEYS FILE FORMAT; OpenSSH 7.2 and later). The hosts are compared letter by letter with what a client asks
 * for, so they stand as the account's forwards have them. Throws `input-invalid`.
 */
export const restrictedKeyLine = (publicKeyLine: string, destinations: readonly Destination[]): string => {
  // SECURITY: port-forwarding without a permitopen would permit every destination.
  if (destinations.length === 0)
    throw new FailureError({
      code: 'input-invalid',
      field: 'forwards',
      value: '',
      reason: 'the account has no forwards to restrict the key to',
    })
  const permitted = [...new Set(destinations.map(permitOpen))]
  return `${['restrict', 'port-forwarding', ...permitted].join(',')} ${publicKeyLine}`
}
