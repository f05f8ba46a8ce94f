/* global window, document, requestAnimationFrame */
// Loaded into Electron before Postern (`electron -r`): when the window is there, its page tries to open others, and what came of it is
// printed. Not by Playwright: that stops each new page at its start to attach to it, and with it the page that opened it.
const { app, BrowserWindow } = require('electron')

const attempt = async (addresses) => {
  for (const to of addresses) {
    window.open(to)
    const link = Object.assign(document.createElement('a'), { href: to, target: '_blank' })
    document.body.append(link)
    link.click()
  }
  // Each of them asks main at once, and waits for its answer. What was asked afterwards is done by the second frame.
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
