import path from 'node:path'
import { hiddenOption } from './autostart-file.ts'

/** What Postern was started for. */
export type StartMode =
  | { readonly mode: 'window' }
  /** By the log-in: nobody asked for the window. */
  | { readonly mode: 'hidden' }
  /** As the command `postern`, with its arguments. */
  | { readonly mode: 'command'; readonly args: readonly string[] }

/** Options that the command takes before its first word, of which the first four are a command by themselves. */
const commandsByThemselves = new Set(['--help', '-h', '--version', '-V'])
const optionsOfCommand = new Set([...commandsByThemselves, '--verbose', '--debug'])

/** The arguments behind the program, and behind the application's folder where Electron was started on one. */
const argumentsOf = (argv: readonly string[], appFolder: string | undefined): readonly string[] => {
  if (appFolder === undefined) return argv.slice(1)
  const at = argv.findIndex((argument, index) => index > 0 && path.resolve(argument) === appFolder)
  // What stands before the folder is Electron's own, words included (`-r file`).
  return at === -1 ? [] : argv.slice(at + 1)
}

/**
 * What a start was for, by `argv`: the program, then what follows it. `appFolder` is the absolute path of an application that is not packaged,
 * on which Electron was started, and undefined for a packaged one.
 *
 * Options before the first word that the command does not know are Chromium's (`--no-sandbox`, `--ozone-platform=wayland`), which never take
 * a word of their own, or the installer's (`--updated`): the first word begins the command.
 */
export const startMode = (argv: readonly string[], appFolder: string | undefined): StartMode => {
  const args = argumentsOf(argv, appFolder)
  const word = args.findIndex((argument) => !argument.startsWith('-'))
  const before = word === -1 ? args : args.slice(0, word)
  const options = before.filter((option) => optionsOfCommand.has(option))
  if (word !== -1) return { mode: 'command', args: [...options, ...args.slice(word)] }
  if (options.some((option) => commandsByThemselves.has(option))) return { mode: 'command', args: options }
  return argv.includes(hiddenOption) ? { mode: 'hidden' } : { mode: 'window' }
}

/** Chromium's sandbox does not start for root, nor in some containers; a Postern that was started without it starts others so. */
const inherited = new Set(['--no-sandbox'])

/**
 * The program and the arguments before the command's own, by which this very Postern takes the command: packaged, its own executable, and
 * otherwise Electron on the application. An AppImage runs from a place that is gone when it ends: `appImage` is its file.
 */
export const ownCommand = (running: {
  readonly argv: readonly string[]
  /** Absolute. */
  readonly execPath: string
  readonly appFolder: string | undefined
  readonly appImage: string | undefined
}): readonly [program: string, ...args: readonly string[]] => {
  const { argv, execPath, appFolder, appImage } = running
  const switches = argv.filter((argument) => inherited.has(argument))
  return appFolder === undefined ? [appImage ?? execPath, ...switches] : [execPath, ...switches, appFolder]
}
