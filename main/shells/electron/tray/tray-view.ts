import type { Translate } from '../../../../words/translate.ts'
import { accountLines, trayState, type TrayFacts } from './account-lines.ts'
import { imageFile, type TaskbarLook } from './image-file.ts'
import { trayMenu, type MenuEntry } from './menu.ts'
import { tooltip } from './tooltip.ts'

/** All that the icon shows, as values. */
export interface TrayView {
  /** Relative to out/icons. */
  readonly image: string
  readonly tooltip: string
  readonly menu: readonly MenuEntry[]
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
