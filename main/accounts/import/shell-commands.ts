import { parse, type ParseEntry } from 'shell-quote'

/** One simple command of a shell's text: the words into which a shell splits it, and the text as written. */
export interface ShellCommand {
  readonly words: readonly string[]
  readonly text: string
}

const longestLine = 8192

const redirects: ReadonlySet<string> = new Set(['>', '>>', '<', '>&', '<&', '&>', '&>>', '>|', '<>', '<<<'])

/**
 * Returns the commands of a text, parsed by the rules of a POSIX shell, or of cmd.exe and PowerShell if the line names a Windows program
 * or path. Variables are not expanded and keep their `$`; redirections are dropped. A line with a syntax error is one command without words.
 */
export const shellCommands = (text: string): readonly ShellCommand[] =>
  text
    .replace(/[\\^`][ \t]*(?:\r\n|\r|\n)/g, ' ')
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim().replace(prompt, ''))
    .filter((line) => line !== '' && !line.startsWith('#'))
    .flatMap(commandsOfLine)

// A prompt that was copied with the line: `bob@pc:~$ `, `C:\Users\bob>`, `PS C:\> `.
const prompt = /^(?:(?:PS )?[A-Za-z]:[^<>"|]{0,200}>\s*|[\w.@~:/[\]-]{0,100}[$%]\s+)/

const isOfWindows = (line: string): boolean => /\.exe\b|\bplink\b|(?:^|[\s"'])[A-Za-z]:\\/i.test(line)

const commandsOfLine = (line: string): readonly ShellCommand[] => {
  if (line.length > longestLine) return [{ words: [], text: line }]
  try {
    return splitAtOperators(
      parse(line, (name) => `$${name}`, isOfWindows(line) ? { escape: '^' } : {}),
      line,
    )
  } catch {
    // The library throws a plain Error for a `${` without an end.
    return [{ words: [], text: line }]
  }
}

const splitAtOperators = (entries: readonly ParseEntry[], line: string): readonly ShellCommand[] => {
  const commands: string[][] = [[]]
  let isTarget = false
  for (const entry of entries) {
    if (typeof entry !== 'string' && 'comment' in entry) continue
    if (typeof entry === 'string' || 'pattern' in entry) {
      if (!isTarget) commands.at(-1)?.push(typeof entry === 'string' ? entry : entry.pattern)
      isTarget = false
      continue
    }
    isTarget = redirects.has(entry.op)
    if (isTarget) dropDescriptor(commands.at(-1) ?? [])
    else commands.push([])
  }
  const said = commands.filter((words) => words.length > 0)
  return said.map((words) => ({ words, text: said.length === 1 ? line : words.join(' ') }))
}

/** Removes the 2 of `2>/dev/null`. */
const dropDescriptor = (words: string[]): void => {
  if (/^[012]$/.test(words.at(-1) ?? '') && words.at(-2) !== 'sleep') words.pop()
}
