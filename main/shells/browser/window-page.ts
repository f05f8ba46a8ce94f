import { escapeHtml } from './notice-page.ts'

/** preload/browser.ts, as the build names it. */
const pageScriptPath = '/postern.js'

/**
 * The built window's page with the browser shell's script ahead of its own, which Electron's page goes without. `disconnected` is what the
 * script says when the window has lost its Postern.
 */
export const windowPage = (html: string, disconnected: string): string => {
  const script = `<script type="module" src="${pageScriptPath}" data-disconnected="${escapeHtml(disconnected)}"></script>`
  if (!html.includes('<head>')) throw new Error('the built window has no <head> to put the bridge in')
  return html.replace('<head>', () => `<head>\n    ${script}`)
}
