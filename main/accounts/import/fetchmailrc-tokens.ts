/** A word of a .fetchmailrc. */
export interface FetchmailToken {
  readonly text: string
  /** Quoted words are never keywords. */
  readonly quoted: boolean
}

// A quoted string without an end stops at the end of its line, so that it does not include the lines below.
const token =
  /(?<comment>#[^\r\n]*)|"(?<double>(?:\\[^]|[^"\\])*)"|'(?<single>(?:\\[^]|[^'\\])*)'|(?<open>["'][^\r\n]*)|(?<bare>[^=;:,\s"'][^=;:,\s]*)/g

/** Returns the words of a .fetchmailrc, without comments, blanks and the punctuation that fetchmail(1) ignores. */
export const fetchmailTokens = (text: string): readonly FetchmailToken[] =>
  [...text.matchAll(token)].flatMap(({ groups = {} }): FetchmailToken[] => {
    const { comment, double, single, bare } = groups
    if (comment !== undefined) return []
    if (bare !== undefined) return [{ text: bare, quoted: false }]
    const quoted = double ?? single
    // The text after an unclosed quotation mark has no reliable meaning, so it becomes an empty word.
    return [{ text: quoted === undefined ? '' : unescape(quoted), quoted: true }]
  })

const letters: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
  ['b', '\b'],
  ['\n', ''],
  ['\r\n', ''],
])

/** Decodes the escapes of fetchmail(1), "Run Control Syntax": `\nnn` is decimal, `\0ooo` octal; a backslash before a line feed joins lines. */
const unescape = (text: string): string =>
  text.replace(/\\(x[0-9a-f]{1,2}|0[0-7]{1,3}|[1-9]\d{0,2}|\r\n|[^])/gi, (_, escape: string) => {
    if (/^x./i.test(escape)) return String.fromCharCode(Number.parseInt(escape.slice(1), 16))
    if (/^\d+$/.test(escape)) return String.fromCharCode(Number.parseInt(escape, escape.startsWith('0') ? 8 : 10))
    return letters.get(escape) ?? escape
  })
