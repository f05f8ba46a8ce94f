import { isIPv6 } from 'node:net'
import { FailureError } from '../../contract/failure.ts'
import type { InputReason } from '../../contract/reason.ts'
import type { Destination } from '../ssh/connection.ts'

/**
 * SECURITY: the host becomes part of the line that restricts the key. A quote or a line break would end the option and begin another one, or
 * another key; `*` would permit every host (PermitOpen in sshd_config(5)).
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
 * SECURITY: `restrict` forbids no commands. Without this option, a person with the key gets a shell without a terminal, and sftp. The log-in
 * shell runs the command, so its syntax is the same in every shell, also in csh, fish and cmd.exe. It prints the reason and ends.
 */
const nothingElse = 'command="echo This key only opens mail ports; exit 1"'

/**
 * SECURITY: `port-forwarding` also permits listening on the server, where a key could wait for others. This option allows one port alone,
 * which sshd refuses to every user but root, because no value means "nowhere". A gap remains: sshd has no key option against a Unix socket in
 * a folder of the person's, only the server's own setting `AllowStreamLocalForwarding`.
 */
const listenNowhere = 'permitlisten="localhost:1"'

/**
 * dropbear takes no key of a line with `port-forwarding` or `permitlisten`, and its `restrict` forbids what is permitted behind it.
 *
 * SECURITY: it has no option against listening on the server by a key that may forward.
 */
const dropbearRestrictions = ['no-pty', 'no-agent-forwarding', 'no-X11-forwarding']

/** OpenSSH has permitlisten since 7.8. An older one refuses the key of a line with an unknown option. */
const knowsPermitListen = (serverSoftware: string): boolean => {
  const [, major = 0, minor = 0] = (/^OpenSSH_(\d+)\.(\d+)/.exec(serverSoftware) ?? []).map(Number)
  return major === 0 || major > 7 || (major === 7 && minor >= 8)
}

/**
 * Returns the public key line with which the key opens these destinations and does nothing else: no shell, no command, no sftp, no agent, no
 * X11, no pty, no other port (sshd(8), AUTHORIZED_KEYS FILE FORMAT; OpenSSH 7.2 and later). sshd compares the hosts letter by letter with a
 * client's request, so they are written as in the account's forwards. `serverSoftware` is the software in the server's identification, where
 * known. OpenSSH before 7.8 has no option against listening on the server, so its line permits that. Throws `input-invalid`.
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
