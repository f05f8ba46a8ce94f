import type { App, WebContents } from 'electron'
import { isOwnAddress, partsOf } from './app-address.ts'

/** Twice the length of a mail with an RSA key's line and its instructions. */
const longestMailLink = 8192

/**
 * Whether an address may be opened in the person's mail program: a new mail with a subject and a text (RFC 6068).
 *
 * SECURITY: some mail programs attach a local file that the address names (`attach=`), or add hidden recipients (`bcc=`), so it may contain
 * only a subject and a text. The length is bounded, since the address becomes an argument of a program.
 */
export const isMailLink = (address: string): boolean => {
  if (address.length > longestMailLink) return false
  const parts = partsOf(address)
  if (parts?.protocol !== 'mailto:' || parts.pathname !== '' || parts.hash !== '') return false
  return [...parts.searchParams.keys()].every((name) => name === 'subject' || name === 'body')
}

/** Opens an address in the person's program for it: Electron's `shell.openExternal`. */
export type OpenExternal = (address: string) => Promise<void>

/**
 * Keeps every page of every window at the address that main loaded: a page cannot navigate, open another window, or attach a guest. A mail
 * link of our own page opens in the person's mail program, and the page stays.
 *
 * SECURITY: the preload runs in every page that the window shows, so a foreign page would get window.postern; the sender check in bridge.ts
 * is the second defence. Only a new mail is opened in another program: any other scheme could start a program with arguments from the page.
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
  // Without a mail program, the page still has the line to copy and to save.
  openExternal(address).catch(() => undefined)
}
