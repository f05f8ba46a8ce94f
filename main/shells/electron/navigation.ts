import type { App } from 'electron'

/**
 * Keeps every page, of whatever window, where it was loaded by main: nothing that a page does can take it elsewhere, open another window, or
 * attach a guest.
 *
 * SECURITY: the preload runs in whatever page the window shows. A page that got it to a foreign address would hand window.postern to that
 * address; the sender check in bridge.ts is the second wall.
 */
export const denyNavigation = (app: Pick<App, 'on'>): void => {
  app.on('web-contents-created', (_event, contents) => {
    const prevent = (event: { preventDefault: () => void }): void => event.preventDefault()
    contents.on('will-navigate', prevent)
    contents.on('will-redirect', prevent)
    contents.on('will-frame-navigate', prevent)
    contents.on('will-attach-webview', prevent)
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  })
}
