import path from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { Menu, nativeImage, Tray, type MenuItemConstructorOptions } from 'electron'
import type { MenuEntry, TrayCommand } from './menu.ts'
import type { TrayView } from './tray-view.ts'
import type { Box } from './window-bounds.ts'

export interface TrayOptions {
  readonly platform: NodeJS.Platform
  /** The folder of the icons, absolute. */
  readonly icons: string
  readonly onClick: () => void
  readonly onCommand: (command: TrayCommand) => void
}

export interface ShownTray {
  readonly update: (view: TrayView) => void
  /** The bounds of the icon; all zero if the desktop does not report them. */
  readonly place: () => Box
}

const buildMenu = (entries: readonly MenuEntry[], onCommand: TrayOptions['onCommand']) =>
  Menu.buildFromTemplate(
    entries.map((entry): MenuItemConstructorOptions => {
      if (entry.kind === 'line') return { type: 'separator' }
      const { label, isEnabled, act } = entry
      return { label, enabled: isEnabled, click: () => onCommand(act) }
    }),
  )

/** Puts the icon into the tray. A part is set again only if its value has changed, so that the icon does not flicker. */
export const showTray = ({ platform, icons, onClick, onCommand }: TrayOptions, first: TrayView): ShownTray => {
  const imageOf = ({ image }: TrayView) => nativeImage.createFromPath(path.join(icons, image))
  const tray = new Tray(imageOf(first))
  let shown: TrayView = { image: first.image, tooltip: '', menu: [] }
  let menu = buildMenu([], onCommand)

  const update = (view: TrayView): void => {
    if (view.image !== shown.image) tray.setImage(imageOf(view))
    if (view.tooltip !== shown.tooltip) tray.setToolTip(view.tooltip)
    if (!isDeepStrictEqual(view.menu, shown.menu)) {
      menu = buildMenu(view.menu, onCommand)
      // On Linux the menu is set beforehand.
      if (platform === 'linux') tray.setContextMenu(menu)
    }
    shown = view
  }

  tray.on('click', onClick)
  // Elsewhere the present menu is opened at the click, so that an open menu does not change; and macOS would open a set menu at a left
  // click too.
  if (platform !== 'linux') tray.on('right-click', () => tray.popUpContextMenu(menu))
  update(first)
  return { update, place: () => tray.getBounds() }
}
