import { app, nativeImage, type BrowserWindow } from 'electron'

/**
 * Shows how many accounts need the person beside Postern's icon: as a mark on its button in the taskbar of Windows, with a description for
 * screen readers; as a number in the Dock, or in a launcher of Linux that supports badges.
 */
export const showBadge = (
  window: BrowserWindow,
  {
    count,
    description = '',
    overlay,
  }: { readonly count: number; readonly description: string | undefined; readonly overlay: string },
): void => {
  if (process.platform === 'win32') {
    if (!window.isDestroyed()) window.setOverlayIcon(count === 0 ? null : nativeImage.createFromPath(overlay), description)
  } else if (process.platform === 'darwin') app.dock?.setBadge(count === 0 ? '' : String(count))
  else app.setBadgeCount(count)
}
