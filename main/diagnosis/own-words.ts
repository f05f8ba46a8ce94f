import { constants } from 'node:os'
import en from '../../assets/locales/en.json'

/** What speaks in failures beside Postern: SSH and its algorithms, mail servers, TLS, the OS and its resolver. */
const technicalWords = `
  abort aborted accept accepted access account accounts action address admin administratively aes aes128 aes192 aes256 again agent
  agents algorithm algorithms all allowed already and answer answers any apple arcfour are arrived at attempt attempts auth
  authenticate authenticated authentication available backend bad banner be been before begins blowfish bound broken by bytes call
  cannot capability cast128 cbc certificate chacha20 channel cipher clear client close closed code com comes command compression
  configured connect connected connecting connection connections contains corrupt could counts ctr curve25519 daemon data dbus debian
  decrypt decryption default denied des des3 dh dhe did diffie dispatch disconnect disconnected dns domain dovecot down dropbear dss
  eai early ecdh ecdsa ecdh ed25519 empty encrypt enabled end ended error escape esmtp etm event exceeded exchange exim expected exit
  expired failed failure failures fatal fault file files fingerprint first folder for format forward forwarding found from full function gcm
  getaddrinfo gone greeting group group1 group14 group16 group18 handshake has have hellman hmac host hostname hosts idle if imap imap4rev1
  in inactivity incorrect input integrity interactive internal interrupted invalid io ip is it its kept kex key keyboard keychain keys
  known languages later libssh length level light line lines listen listener local locked log login loopback lost mac mail mails match matching
  max md5 message method methods mismatch missing mode more name names needs nistp256 nistp384 nistp521 network no node none not nothing
  notified null of off offered offering offline on once one open opened openssh operation option or org os other out overflow packet
  packets parameter partial passphrase password path peer pem permission permitted pipe pkcs1 pkcs8 please plain poly1305 pop pop3 port
  ports postern postfix preauth privilege process program prohibited prompt protocol ptr public publickey putty queue read reading ready reason
  reached received refused refuses reject rejected remote request requested required reset resource resources response retry ripemd160
  route rsa running same secret secrets server servers service services setting settings sha1 sha2 sha256 sha384 sha512 shell shutdown signal
  signature silent smtp smtpd socket socks ssh sshd ssl starttls state stopped stream stunnel sntrup761x25519 submission subsystem success
  syscall system tcp tcpip temporarily temporary terminated that the there this time timed timeout tls to too took traffic tried trust
  trusted try twice umac unable unavailable undefined unexpected unknown unlock unreachable unsupported until up update use used user
  users valid value verification verify version waiting wants was way we while will with without word write writing written wrong
  x25519 you your zlib microsoft thunderbird outlook fetchmail mutt evolution kmail getmail mbsync msmtp windows linux macos`

/** The names of errors that begin a stack of calls. */
const errorNames = 'Error RangeError TypeError'

const { failure, reason, damage, lights, state, service, word, refused, log } = en

const textsOf = (value: unknown): readonly string[] =>
  typeof value === 'string' ? [value] : Object.values(value as object).flatMap(textsOf)

/** The words of a text, in small letters. Whatever is not ASCII counts as a letter. */
export const wordsOf = (text: string): readonly string[] => text.toLowerCase().match(wordPattern) ?? []

/** A run of letters, digits and whatever is not ASCII. */
export const wordPattern = /[^\0-/:-@[-`{-\x7f]+/gu

const examples = new Set(['bob', 'example', 'programdata', 'value', 'account', 'host'])

/** The words that Postern's failures and its log are made of: standing in a text, they tell nothing of the person. */
export const ownWords: ReadonlySet<string> = new Set([
  ...wordsOf(technicalWords),
  ...wordsOf(errorNames),
  ...[failure, reason, damage, lights, state, service, word, refused, log.entry, log.refused, log.secret]
    .flatMap(textsOf)
    .flatMap(wordsOf)
    .filter((own) => !examples.has(own)),
  ...Object.keys(reason).flatMap(wordsOf),
  ...Object.keys(failure).flatMap(wordsOf),
  ...Object.keys(constants.errno).flatMap(wordsOf),
  'enotfound',
])
