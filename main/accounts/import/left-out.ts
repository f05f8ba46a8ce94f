import type { ImportedAccount, LeftOutReason } from '../../../contract/imported-account.ts'
import { boundedPrintableLine } from '../../ssh/printable.ts'

export type LeftOut = ImportedAccount['leftOut'][number]

// The contract allows 300 characters; the last may be the ellipsis.
const longest = 299

// What programs call a secret, with the value behind it: `--password=x`, `PGPASSWORD=x`, `-pw x`, `sshpass -p x`, `ftp://bob:x@host`.
const value = String.raw`(?:"[^"]*"?|'[^']*'?|[^\s"']+)`
const secrets: readonly RegExp[] = [
  // Before the names: to them `-p` would be the value behind "sshpass".
  new RegExp(String.raw`(\bsshpass\s+-p\s*)${value}`, 'gi'),
  new RegExp(
    String.raw`(?<!\w)(\w{0,30}?(?:passphrase|password|passwd|pass|pwd|pw|secret|token)\w{0,30}(?:\s*[=:]\s*|\s+))${value}`,
    'gi',
  ),
  /(:\/\/[^\s:@/]{0,100}:)[^\s@/]+(?=@)/g,
]

/**
 * SECURITY: a command may hold a password of another program. What was left out is shown, kept and perhaps sent to somebody who helps, so
 * whatever looks like a secret is shown as an ellipsis, at the price of hiding some harmless words.
 */
const withoutSecrets = (text: string): string => secrets.reduce((shown, secret) => shown.replace(secret, '$1…'), text)

const mayHoldSecrets: ReadonlySet<LeftOutReason> = new Set(['runs-a-program', 'secret', 'not-understood', 'invalid-value'])

/** A piece of the text as written, made fit for a screen. */
export const leftOut = (text: string, reason: LeftOutReason): LeftOut => {
  const piece = text.slice(0, 4 * longest)
  const shown = boundedPrintableLine(mayHoldSecrets.has(reason) ? withoutSecrets(piece) : piece, longest)
  // Half a character is left where a cut went through it.
  return { text: shown.replace(/\p{Cs}/gu, ''), reason }
}
