import type { App, WebContents } from 'electron'
import { isOwnAddress } from './app-address.ts'
import { isMailLink } from './mail-link.ts'

/** Hands an address to the program that the person has for it: Electron's `shell.openExternal`. */
export type OpenExternal = (address: string) => Promise<void>

/**
 * Keeps every page, of whatever window, where it was loaded by main: nothing that a page does can take it elsewhere, open another window, or
 * attach a guest. A mail link of our own page opens in the person's mail program, and the page stays.
 *
 * SECURITY: the preload runs in whatever page the window shows. A page that got it to a foreign address would hand window.postern to that
 * address; the sender check in bridge.ts is the second wall. What leaves for another program is a new mail alone (mail-link.ts): any other
 * scheme could start a program with arguments of the page's choosing.
 */
export const denyNavigation = (app: Pick<App, 'on'>, openExternal: OpenExternal): void => {
  app.on('web-contents-created', (_event, contents) => {
    const prevent = (event: { preventDefault: () => void }): void => event.preventDefault()
    contents.on('will-navigate', (event) => {
      event.preventDefault()
      if (event.isMainFrame) openMailLink(contents, event.url, openExternal)
    })
    contents.on('will-redirect', prevent)
    contents.on('will-frame-navigate', prevent)
    contents.on('will-attach-webview', prevent)
    contents.setWindowOpenHandler(({ url }) => {
      openMailLink(contents, url, openExternal)
      return { action: 'deny' }
    })
  })
}

const openMailLink = (contents: Pick<WebContents, 'getURL'>, address: string, openExternal: OpenExternal): void => {
  if (!isOwnAddress(contents.getURL()) || !isMailLink(address)) return
  // Where there is no mail program, the page still has the line to copy and to save.
  openExternal(address).catch(() => undefined)
}
