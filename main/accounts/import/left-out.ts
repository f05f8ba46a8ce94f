import type { ImportedAccount, LeftOutReason } from '../../../contract/imported-account.ts'
import { boundedPrintableLine } from '../../ssh/printable.ts'

export type LeftOut = ImportedAccount['leftOut'][number]

// The contract allows 300 characters; the last may be the ellipsis.
const longest = 299

// Names that programs use for a secret, each with its value: `--password=x`, `PGPASSWORD=x`, `-pw x`, `sshpass -p x`, `ftp://bob:x@host`.
const value = String.raw`(?:"[^"]*"?|'[^']*'?|[^\s"']+)`
const secrets: readonly RegExp[] = [
  // Comes before the pattern of names, which would read `-p` as the value of "sshpass".
  new RegExp(String.raw`(\bsshpass\s+-p\s*)${value}`, 'gi'),
  new RegExp(
    String.raw`(?<!\w)(\w{0,30}?(?:passphrase|password|passwd|pass|pwd|pw|secret|token)\w{0,30}(?:\s*[=:]\s*|\s+))${value}`,
    'gi',
  ),
  /(:\/\/[^\s:@/]{0,100}:)[^\s@/]+(?=@)/g,
]

/**
 * SECURITY: a command may hold a password of another program. Left-out text is shown, stored and perhaps sent to a helper, so anything that
 * looks like a secret becomes an ellipsis. This hides some harmless words too.
 */
const withoutSecrets = (text: string): string => secrets.reduce((shown, secret) => shown.replace(secret, '$1…'), text)

const mayHoldSecrets: ReadonlySet<LeftOutReason> = new Set(['runs-a-program', 'secret', 'not-understood', 'invalid-value'])

/** Returns a piece of the text that was left out: printable, bounded in length and without secrets. */
export const leftOut = (text: string, reason: LeftOutReason): LeftOut => {
  const piece = text.slice(0, 4 * longest)
  const shown = boundedPrintableLine(mayHoldSecrets.has(reason) ? withoutSecrets(piece) : piece, longest)
  // Cutting may have split a surrogate pair.
  return { text: shown.replace(/\p{Cs}/gu, ''), reason }
}
