import { isIPv6 } from 'node:net'
import { FailureError } from '../../contract/failure.ts'
import type { InputReason } from '../../contract/reason.ts'
import type { Destination } from '../ssh/connection.ts'

/**
 * SECURITY: the host becomes part of a line that says what a key may do on the server. A quote or a line break would end the option and
 * start another, or another key; `*` would permit every host (PERMITOPEN in sshd_config(5)).
 */
const permitOpen = ({ host, port }: Destination): string => {
  const invalid = (reason: InputReason): FailureError =>
    new FailureError({ code: 'input-invalid', field: 'destination', value: `${host}:${port}`, reason })
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw invalid('port')
  if (isIPv6(host)) return `permitopen="[${host}]:${port}"`
  if (!/^[\p{L}\p{N}_](?:[\p{L}\p{N}._-]*[\p{L}\p{N}_.])?$/u.test(host)) throw invalid('forward-host')
  return `permitopen="${host}:${port}"`
}

/**
 * SECURITY: `restrict` forbids no commands: without this, sshd gives whoever has the key a shell without a terminal, and sftp. The
 * server hands it to the log-in shell, so it is what every shell reads alike, csh, fish and cmd.exe among them. It says why, and ends.
 */
const nothingElse = 'command="echo This key only opens mail ports; exit 1"'

/**
 * SECURITY: `port-forwarding` gives back the listening half as well, by which a key could wait for others on the server. Here it may
 * listen at one port alone, which sshd refuses to everyone but root: there is no way to write "nowhere". Left open: sshd has no option
 * against a key that makes a Unix socket in a folder of the person's and listens there (only `AllowStreamLocalForwarding` of its own).
 */
const listenNowhere = 'permitlisten="localhost:1"'

/**
 * dropbear takes no key of a line with `port-forwarding` or `permitlisten`, and its `restrict` forbids what is permitted behind it.
 *
 * SECURITY: it has no option against listening on the server by a key that may forward.
 */
const dropbearRestrictions = ['no-pty', 'no-agent-forwarding', 'no-X11-forwarding']

/** OpenSSH knows permitlisten since 7.8, and takes no key of a line with an option that it does not know. */
const knowsPermitListen = (serverSoftware: string): boolean => {
  const [, major = 0, minor = 0] = (/^OpenSSH_(\d+)\.(\d+)/.exec(serverSoftware) ?? []).map(Number)
  return major === 0 || major > 7 || (major === 7 && minor >= 8)
}

/**
 * The public key line with which the key opens these destinations and does nothing else: no shell, no command, no sftp, no agent, no
 * X11, no pty, no other port (sshd(8), AUTHORIZED_KEYS FILE FORMAT; OpenSSH 7.2 and later). The hosts are compared letter by letter with
 * what a client asks for, so they stand as the account's forwards have them. `serverSoftware` is what the server calls itself, where
 * that is known: one before OpenSSH 7.8 gets a line that lets the key listen on the server, as no option there forbids it. Throws
 * `input-invalid`.
 */
export const restrictedKeyLine = (publicKeyLine: string, destinations: readonly Destination[], serverSoftware = ''): string => {
  // SECURITY: port-forwarding without a permitopen would permit every destination.
  if (destinations.length === 0)
    throw new FailureError({ code: 'input-invalid', field: 'forwards', value: '', reason: 'no-forwards-to-restrict-to' })
  const permitted = [...new Set(destinations.map(permitOpen))]
  const listening = knowsPermitListen(serverSoftware) ? [listenNowhere] : []
  if (serverSoftware.startsWith('dropbear'))
    return `${[...dropbearRestrictions, nothingElse, ...permitted].join(',')} ${publicKeyLine}`
  return `${['restrict', nothingElse, 'port-forwarding', ...listening, ...permitted].join(',')} ${publicKeyLine}`
}
