/** Replaces each text that looks like a secret. */
export const mask = '[masked]'

/**
 * `password: …`, `"passphrase":"…"`, `private_key=…`, and `password "…"` of a .fetchmailrc: to the end of the line, because a passphrase
 * may have blanks.
 */
const secretField =
  /((?:(?:password|passphrase|passwd|passcode|secret|private[ _-]?key|wachtwoord)\w*|\b(?:pass|pwd))\\?["']?(?:[ \t]*[:=]|(?=[ \t]+\\?["'])))(?![ \t]*\[masked\]$)[ \t]*\S.*/gim

/**
 * Commands of SMTP (RFC 4954), POP3 (RFC 1939, RFC 5034) and IMAP (RFC 9051): in capitals anywhere, or in any case at the beginning of a
 * line.
 */
const mailCommands = [
  /\b(AUTH(?:ENTICATE)?[ \t]+[A-Z0-9_-]+|USER|PASS|LOGIN(?=[ \t]+\S+[ \t]+\S))[ \t]+(?!\[masked\]$)\S.*/gm,
  /^((?:\S{1,20}[ \t]+)?(?:auth(?:enticate)?[ \t]+[\w-]+|login(?=[ \t]+\S+[ \t]+\S))|user|pass)[ \t]+(?!\[masked\]$)\S.*/gim,
]

/** A private key of OpenSSH, PEM, PKCS8 or PGP up to its end or the end of the text; and the private lines of PuTTY's. */
const armouredKeys = [/-----BEGIN [A-Z0-9 ]*PRIVATE KEY[\s\S]*?(?:-----END [A-Z0-9 ]*-----|$)/g, /Private-Lines:[\s\S]*/g]

/** `openssh-key-v1` in base64, and any run longer than a fingerprint, with the lines on which it continues. */
const base64Run =
  /(?:b3BlbnNzaC1rZXktdjE[A-Za-z0-9+/]*|[A-Za-z0-9+/]{60,})={0,2}(?:(?:\s|\\r|\\n)+[A-Za-z0-9+/]{8,}={0,2}(?![A-Za-z0-9+/]))*/g

/** A long path is letters and slashes, too. In base64 only every 64th character is a slash. */
const isPath = (run: string): boolean => run.split('/').length - 1 > run.length / 12

/** `imap://bob:secret@host`. */
const addressWithPassword = /(:\/\/[^\s/:@]*:)[^\s/@]+@/g

/**
 * Masks texts that look like a secret: keys, passwords and passphrases by their field, log-in commands of mail, passwords in addresses.
 *
 * SECURITY: a second net. Postern writes no secret to the log, but a message of a library or a server may quote one. It recognises shapes,
 * and no secret that stands by itself. Masking once more changes nothing.
 */
export const maskSecrets = (text: string): string => {
  let masked = text
  for (let round = 0; round < mostRounds; round += 1) {
    const next = maskOnce(masked)
    if (next === masked) break
    masked = next
  }
  return masked
}

/**
 * The remainder of one command may look like another: `pass AUTH PLAIN x` is `pass AUTH [masked]`, then `pass [masked]`. Each round leaves
 * fewer.
 */
const mostRounds = 16

const maskOnce = (text: string): string => {
  const withoutKeys = armouredKeys.reduce((rest, pattern) => rest.replace(pattern, mask), text)
  const withoutRuns = withoutKeys.replace(base64Run, (run) => (isPath(run) ? run : mask))
  const withoutFields = withoutRuns.replace(addressWithPassword, `$1${mask}@`).replace(secretField, `$1 ${mask}`)
  return mailCommands.reduce((rest, pattern) => rest.replace(pattern, `$1 ${mask}`), withoutFields)
}
