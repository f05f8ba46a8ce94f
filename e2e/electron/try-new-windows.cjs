/* global window, document, requestAnimationFrame */
// Loaded into Electron before Postern (`electron -r`): when the window is loaded, its page tries to open others, and the result is printed.
// Not by Playwright, which pauses each new page at its start, and with it the page that opened it.
const { app, BrowserWindow } = require('electron')

const attempt = async (addresses) => {
  for (const to of addresses) {
    window.open(to)
    const link = Object.assign(document.createElement('a'), { href: to, target: '_blank' })
    document.body.append(link)
    link.click()
  }
  // Each attempt asks main synchronously. Asynchronous effects have happened by the second frame.
  await new Promise(requestAnimationFrame)
  await new Promise(requestAnimationFrame)
}

let tried = false
app.on('web-contents-created', (_event, contents) => {
  contents.on('did-finish-load', async () => {
    if (tried) return
    tried = true
    const addresses = JSON.stringify(['about:blank', 'app://postern/', process.env.POSTERN_E2E_FOREIGN])
    await contents.executeJavaScript(`(${String(attempt)})(${addresses})`, true)
    console.log(`windows: ${BrowserWindow.getAllWindows().length}, at: ${contents.getURL()}`)
    app.quit()
  })
})
