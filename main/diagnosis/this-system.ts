import { readFileSync } from 'node:fs'
import { arch, release, type, version } from 'node:os'

/** `PRETTY_NAME` of os-release(5), for Linux, whose own version names its build. */
const distribution = (): string | undefined => {
  try {
    return /^PRETTY_NAME="?([^"\n]+)"?$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1]
  } catch {
    return undefined
  }
}

/** `Linux 6.1.0-30-amd64 (Debian GNU/Linux 12), x64, GNOME on wayland`; the desktop decides whether there is a tray. */
export const thisSystem = (env: Readonly<Partial<Record<string, string>>>): string => {
  const name = process.platform === 'linux' ? distribution() : version()
  const desktop = [env['XDG_CURRENT_DESKTOP'], env['XDG_SESSION_TYPE']].filter((value) => value !== undefined && value !== '')
  return [
    `${type()} ${release()}${name === undefined ? '' : ` (${name})`}`,
    arch(),
    ...(desktop.length === 0 ? [] : [desktop.join(' on ')]),
  ].join(', ')
}
