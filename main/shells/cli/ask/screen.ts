import { createStyle, type Style } from '../style.ts'

/** The command's output. Answers go to stdout; questions, failures and the log to stderr, so that `--json` stays clean. */
export interface Screen {
  /** Writes lines to stdout. */
  readonly out: (...lines: readonly string[]) => void
  /** Writes lines to stderr. */
  readonly err: (...lines: readonly string[]) => void
  readonly outStyle: Style
  readonly errStyle: Style
  /** Whether there is a person to ask: stdin and stderr are both a terminal. */
  readonly interactive: boolean
}

export const createScreen = ({ stdin, stdout, stderr }: NodeJS.Process): Screen => ({
  out: (...lines) => void stdout.write(lines.map((line) => `${line}\n`).join('')),
  err: (...lines) => void stderr.write(lines.map((line) => `${line}\n`).join('')),
  outStyle: createStyle(stdout),
  errStyle: createStyle(stderr),
  interactive: stdin.isTTY && stderr.isTTY,
})
