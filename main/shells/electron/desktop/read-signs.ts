import { existsSync } from 'node:fs'
import path from 'node:path'
import { runSystemProgram } from '../../../local-peer/system-program.ts'
import type { DesktopSigns } from './has-tray.ts'
import { isSelectionOwned } from './x-selection.ts'

const watcher = 'org.kde.StatusNotifierWatcher'
const bus = 'org.freedesktop.DBus'

/** The two programs that ask D-Bus for it: dbus's own, and GLib's. A desktop may have only one. */
const watcherQuestions: readonly (readonly [program: string, ...args: readonly string[]])[] = [
  ['dbus-send', '--session', '--print-reply', `--dest=${bus}`, '/org/freedesktop/DBus', `${bus}.NameHasOwner`, `string:${watcher}`],
  [
    ...(['gdbus', 'call', '--session', '--dest', bus, '--object-path', '/org/freedesktop/DBus'] as const),
    ...['--method', `${bus}.NameHasOwner`, watcher],
  ],
]

const hasWatcher = async (env: NodeJS.ProcessEnv): Promise<boolean> => {
  // Without a session bus both programs would start one of their own, without any other client.
  if (env['DBUS_SESSION_BUS_ADDRESS'] === undefined && !existsSync(path.join(env['XDG_RUNTIME_DIR'] ?? '', 'bus'))) return false
  for (const [program, ...args] of watcherQuestions) {
    const answer = await runSystemProgram(program, args).catch(() => undefined)
    if (answer !== undefined) return /\btrue\b/.test(answer)
  }
  return false
}

const hasXembed = async (env: NodeJS.ProcessEnv, home: string): Promise<boolean> => {
  // Electron uses Wayland there, where a tray of the older kind cannot embed a window.
  if (env['WAYLAND_DISPLAY'] !== undefined) return false
  return await isSelectionOwned('_NET_SYSTEM_TRAY_S0', env, home).catch(() => false)
}

/** Reads the signs for `hasTray` from the desktop. On Windows and macOS nothing is asked. */
export const readDesktopSigns = async (
  { platform, env }: { readonly platform: NodeJS.Platform; readonly env: NodeJS.ProcessEnv },
  home: string,
): Promise<DesktopSigns> => {
  const desktop = env['XDG_CURRENT_DESKTOP']
  if (platform !== 'linux') return { platform, desktop, hasWatcher: false, hasXembed: false }
  return { platform, desktop, hasWatcher: await hasWatcher(env), hasXembed: await hasXembed(env, home) }
}
