// Loaded into Electron before Postern (`electron -r`): prints a line when its window is loaded, and then closes it if POSTERN_E2E_CLOSE is
// set. Not by Playwright, because Electron sometimes crashes at its end with Playwright's debugger attached.
const { app, BrowserWindow } = require('electron')

app.on('web-contents-created', (_event, contents) => {
  contents.on('did-finish-load', () => {
    console.log('loaded')
    if (process.env.POSTERN_E2E_CLOSE) BrowserWindow.fromWebContents(contents).close()
  })
})
