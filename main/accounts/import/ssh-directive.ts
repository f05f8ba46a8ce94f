import { parse } from 'ssh-config'

/** One line of ssh_config(5), or an option of the command line that means the same. */
export interface SshDirective {
  /** In lower case, because ssh reads `Port`, `port` and `PORT` alike. */
  readonly keyword: string
  /** Several for a keyword with a list (Host, Match, Include), otherwise one, without its quotes. */
  readonly values: readonly string[]
  /** The line as written. */
  readonly text: string
}

// Longer than any line that a person writes, and longer than the limit of older versions of ssh (1024).
const longestLine = 8192

/**
 * Reads one line; undefined if it is empty or a comment. Throws if it cannot be read.
 *
 * SECURITY: only the library's parser is used, because its `compute` runs `Match exec` and nslookup. It reads line by line, because one
 * broken line would make it refuse the whole file.
 */
export const readDirective = (line: string): SshDirective | undefined => {
  const text = line.trim()
  if (text === '' || text.startsWith('#')) return undefined
  if (text.length > longestLine) throw new Error('the line is too long')
  const [first] = parse(text)
  if (first === undefined || !('param' in first)) return undefined
  const { param, value } = first
  const values = typeof value === 'string' ? [value].filter((word) => word !== '') : value.map(({ val }) => val)
  return { keyword: param.toLowerCase(), values, text }
}
