// What no format of the guides' files could hold without escapes of its own: the ends of a line, other controls and what is not seen, quotes,
// and what a shell or a mail client would replace.
const notPlain = /[\p{C}\p{Zl}\p{Zp}"'`\\$]/u

/**
 * `value` between `quote`s, for a file in which it is a text and nothing more.
 *
 * SECURITY: AccountSchema keeps such characters out of an account. A value that came past it must not end a quoted text or a line, and so
 * begin a directive: fetchmail's `preconnect`, mbsync's `Tunnel`, msmtp's `passwordeval` and mutt's backticks run programs.
 */
export const quoted = (value: string, quote: '"' | "'" | '' = '"'): string => {
  if (value === '' || notPlain.test(value)) throw new Error('an account holds a character that no file for a mail client may have')
  return `${quote}${value}${quote}`
}
