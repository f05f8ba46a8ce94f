/** The signs by which `hasTray` knows a desktop. */
export interface DesktopSigns {
  readonly platform: NodeJS.Platform
  /** XDG_CURRENT_DESKTOP: names with colons between. */
  readonly desktop: string | undefined
  /** Whether a program shows StatusNotifierItems (org.kde.StatusNotifierWatcher on the session bus). */
  readonly hasWatcher: boolean
  /** Whether a program shows icons of the older kind: it owns the selection _NET_SYSTEM_TRAY_S0 of the X server. */
  readonly hasXembed: boolean
}

/**
 * Whether the desktop shows tray icons. Windows and macOS do. On Linux Electron tries a StatusNotifierItem first, and then an icon of the
 * older kind. GNOME never shows the older kind, whoever owns the selection.
 */
export const hasTray = ({ platform, desktop = '', hasWatcher, hasXembed }: DesktopSigns): boolean =>
  platform !== 'linux' || hasWatcher || (hasXembed && !/(?:^|:)gnome(?:$|:)/i.test(desktop))
