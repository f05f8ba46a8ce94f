// Characters that would need an escape in some format of the guides' files: line ends, other control and invisible characters, quotes, and
// characters that a shell or a mail client expands.
const notPlain = /[\p{C}\p{Zl}\p{Zp}"'`\\$]/u

/**
 * Returns `value` between `quote`s. Throws for a value that a file could read as more than text.
 *
 * SECURITY: AccountSchema refuses such characters. This is a second check, because a value that ended a quoted text or a line could begin a
 * directive, and fetchmail's `preconnect`, mbsync's `Tunnel`, msmtp's `passwordeval` and mutt's backticks run programs.
 */
export const quoted = (value: string, quote: '"' | "'" | '' = '"'): string => {
  if (value === '' || notPlain.test(value)) throw new Error('an account holds a character that no file for a mail client may have')
  return `${quote}${value}${quote}`
}
