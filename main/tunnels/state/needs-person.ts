import type { Failure, FailureCode } from '../../../contract/failure.ts'

/**
 * Whether a person must act before another attempt can help. A failure that a network, a restarting server or a starting program may cause is
 * retried. A failure that would only repeat itself, or lock the account by wrong passwords, stops the tunnel and asks the person.
 */
const stopsFor: Readonly<Record<FailureCode, boolean>> = {
  'host-not-found': false,
  'connection-refused': false,
  'connection-timeout': false,
  'host-unreachable': false,
  'name-server-silent': false,
  offline: false,
  'server-silent': false,
  // A captive portal answers in the server's place until it is satisfied.
  'not-an-ssh-server': false,
  'no-common-algorithm': true,
  // Judged by its cause, below.
  'jump-host-failed': false,
  'connection-lost': false,
  // A fault of Postern itself does not pass, and retries would hide it.
  'program-fault': true,
  'window-disconnected': true,
  'peer-silent': false,
  'unused-connection-ended': false,
  'server-misbehaved': false,
  'host-key-unknown': true,
  'host-key-changed': true,
  'host-key-revoked': true,
  'host-key-not-refused': true,
  'login-refused': true,
  'agent-keys-left': true,
  'login-incomplete': true,
  // An answer that was sent is never sent again by itself, and a person who did not approve one request does not want a second.
  'login-expired': true,
  'login-unanswered': true,
  'password-expired': true,
  'passphrase-wrong': true,
  'key-unreadable': true,
  'key-not-found': true,
  'key-open-to-others': true,
  'data-folder-of-another': true,
  'data-folder-open-to-others': true,
  'data-folder-has-link': true,
  // The agent of a desktop may start after Postern does.
  'agent-unreachable': false,
  'secret-needed': true,
  'forwarding-prohibited': true,
  'channel-shortage': false,
  'port-taken': false,
  'port-needs-privilege': true,
  'address-not-available': false,
  'mail-server-refused': false,
  'mail-server-silent': false,
  'greeting-unexpected': false,
  'certificate-refused': true,
  'certificate-changed': true,
  'certificate-not-refused': true,
  'mail-tls-failed': false,
  'keychain-locked': true,
  'keychain-absent': true,
  'account-not-found': true,
  'account-exists': true,
  'account-in-use': true,
  'account-running': true,
  'application-running': true,
  'process-not-answering': true,
  'identity-not-found': true,
  'identity-exists': true,
  'identity-in-use': true,
  'known-host-not-found': true,
  'certificate-not-found': true,
  'input-invalid': true,
  'store-corrupt': true,
  'store-newer': true,
  'store-held': false,
  'file-not-readable': true,
  'file-not-writable': true,
  'key-install-refused': true,
  'key-install-unproven': true,
}

/** The failure of a jump host counts as its cause does. */
export const needsPerson = (failure: Failure): boolean =>
  failure.code === 'jump-host-failed' ? stopsFor[failure.cause.code] : stopsFor[failure.code]
