import path from 'node:path'
import type { MarkState } from '../../../../words/mark-state.ts'

export interface TaskbarLook {
  readonly shouldUseDarkColors: boolean
  /** Of the taskbar, which need not be that of the windows; older versions of Electron do not tell. */
  readonly shouldUseDarkColorsForSystemIntegratedUI?: boolean
}

/**
 * The image of a state, relative to out/icons. Windows finds the size for its screen within an .ico; a panel of Linux makes the one it is
 * given smaller; macOS finds the finer one by its name (`@2x`), and recolours by itself what is called a template.
 */
export const imageFile = (state: MarkState, platform: NodeJS.Platform, look: TaskbarLook): string => {
  if (platform === 'darwin') return path.join('tray', `${state}Template.png`)
  const isDark = look.shouldUseDarkColorsForSystemIntegratedUI ?? look.shouldUseDarkColors
  return path.join('tray', `${state}-on-${isDark ? 'dark' : 'light'}.${platform === 'win32' ? 'ico' : 'png'}`)
}
