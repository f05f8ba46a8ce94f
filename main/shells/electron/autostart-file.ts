import path from 'node:path'

/** A command: the absolute path of the program, and its arguments. */
export type StartCommand = readonly [program: string, ...args: readonly string[]]

/** The argument of a start at log-in, which shows no window. */
export const hiddenOption = '--hidden'

/**
 * The command that starts this Postern again. An AppImage runs from a mount that is gone when it ends, so `appImage` is the path of its
 * file.
 */
export const startCommand = (app: {
  readonly execPath: string
  readonly appPath: string
  readonly isPackaged: boolean
  readonly appImage: string | undefined
}): StartCommand => (app.isPackaged ? [app.appImage ?? app.execPath, hiddenOption] : [app.execPath, app.appPath, hiddenOption])

/** The path of the autostart entry on Linux (XDG Autostart and Base Directory specifications). A relative XDG_CONFIG_HOME is ignored. */
export const autostartFile = (env: Readonly<Partial<Record<string, string>>>, home: string): string => {
  const configured = env['XDG_CONFIG_HOME'] ?? ''
  const folder = path.posix.isAbsolute(configured) ? configured : path.posix.join(home, '.config')
  return path.posix.join(folder, 'autostart', 'postern.desktop')
}

/** Desktop Entry Specification, "The Exec key": within quotes `"`, a backtick, `$` and `\` are escaped, and `%` begins a field code. */
const quoted = (argument: string): string => `"${argument.replace(/["`$\\]/g, String.raw`\$&`).replaceAll('%', '%%')}"`

/** Desktop Entry Specification, "Possible value types": a string has escapes of its own, so a backslash in an argument becomes four. */
const escaped = (value: string): string =>
  value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\t', '\\t').replaceAll('\r', '\\r')

/** The autostart entry of Postern. */
export const autostartText = (command: StartCommand): string =>
  [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Postern',
    `Exec=${escaped(command.map(quoted).join(' '))}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n')

/** Whether a desktop starts the program of the entry. A desktop's settings switch it off within the file. */
export const isAutostartOn = (text: string): boolean =>
  !/^(?:Hidden\s*=\s*true|X-GNOME-Autostart-enabled\s*=\s*false)\s*$/m.test(text)
