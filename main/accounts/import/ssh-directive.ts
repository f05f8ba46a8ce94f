import { parse } from 'ssh-config'

/** One line of ssh_config(5), or an option of the command line that means the same. */
export interface SshDirective {
  /** In lower case: ssh takes `Port`, `port` and `PORT` alike. */
  readonly keyword: string
  /** Several where the keyword takes a list (Host, Match, Include), else one, without its quotes. */
  readonly values: readonly string[]
  /** As written. */
  readonly text: string
}

// Longer than any line that a person writes, and than ssh itself once took (1024).
const longestLine = 8192

/**
 * Reads one line; undefined where it says nothing. Throws where it cannot be read.
 *
 * SECURITY: only the library's parser is used, and line by line: its `compute` runs `Match exec` and nslookup, and one broken line would
 * make it refuse the file.
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
