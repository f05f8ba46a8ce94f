import path from 'node:path'
import type { MarkState } from '../../../../words/mark-state.ts'
import type { Translate } from '../../../../words/translate.ts'
import { accountLines, trayState, type TrayFacts } from './account-lines.ts'
import { trayMenu, type MenuEntry } from './menu.ts'
import { tooltip } from './tooltip.ts'

/** The image, tooltip and menu of the icon, as values. */
export interface TrayView {
  /** Relative to out/icons. */
  readonly image: string
  readonly tooltip: string
  readonly menu: readonly MenuEntry[]
}

export interface TaskbarLook {
  readonly shouldUseDarkColors: boolean
  /** The theme of the taskbar, which may differ from that of the windows; older versions of Electron do not report it. */
  readonly shouldUseDarkColorsForSystemIntegratedUI?: boolean
}

/**
 * The image of a state, relative to out/icons. Windows chooses the size for its screen from an .ico, and a panel of Linux scales the image
 * down. macOS finds the image of double resolution by its name (`@2x`), and recolours an image whose name ends in Template.
 */
export const imageFile = (state: MarkState, platform: NodeJS.Platform, look: TaskbarLook): string => {
  if (platform === 'darwin') return path.join('tray', `${state}Template.png`)
  const isDark = look.shouldUseDarkColorsForSystemIntegratedUI ?? look.shouldUseDarkColors
  return path.join('tray', `${state}-on-${isDark ? 'dark' : 'light'}.${platform === 'win32' ? 'ico' : 'png'}`)
}

export const trayView = (
  facts: TrayFacts,
  context: { readonly t: Translate; readonly platform: NodeJS.Platform; readonly look: TaskbarLook },
): TrayView => {
  const { t, platform, look } = context
  const lines = accountLines(facts, t)
  return {
    image: imageFile(trayState(lines), platform, look),
    tooltip: tooltip(lines, t),
    menu: trayMenu(lines, { t, platform }),
  }
}
