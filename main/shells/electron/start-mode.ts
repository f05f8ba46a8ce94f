import path from 'node:path'
import { hiddenOption } from './autostart-file.ts'

/** The purpose of a start. */
export type StartMode =
  | { readonly mode: 'window' }
  /** A start at log-in, without the window. */
  | { readonly mode: 'hidden' }
  /** The command `postern`, with its arguments. */
  | { readonly mode: 'command'; readonly args: readonly string[] }

/** Options of the command before its first word; the first four are a command by themselves. */
const commandsByThemselves = new Set(['--help', '-h', '--version', '-V'])
const optionsOfCommand = new Set([...commandsByThemselves, '--verbose', '--debug'])

/** The arguments after the program, or after the application's folder if Electron was started on one. */
const argumentsOf = (argv: readonly string[], appFolder: string | undefined): readonly string[] => {
  if (appFolder === undefined) return argv.slice(1)
  const at = argv.findIndex((argument, index) => index > 0 && path.resolve(argument) === appFolder)
  // The arguments before the folder are Electron's own, also words (`-r file`).
  return at === -1 ? [] : argv.slice(at + 1)
}

/**
 * The purpose of a start, by `argv`: the program, then its arguments. `appFolder` is the absolute path of an application that is not
 * packaged,
 * on which Electron was started, and undefined for a packaged one.
 *
 * Options before the first word that the command does not know are Chromium's (`--no-sandbox`, `--ozone-platform=wayland`), which never
 * have a word of their own, or the installer's (`--updated`): the first word begins the command.
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

/**
 * Chromium's sandbox does not start for root, nor in some containers; a Postern that was started without it starts other processes without
 * it.
 */
const inherited = new Set(['--no-sandbox'])

/**
 * The program and the arguments before the command's own, by which this Postern runs the command: its own executable if it is packaged, and
 * otherwise Electron on the application. An AppImage runs from a mount that is gone when it ends, so `appImage` is the path of its file.
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
