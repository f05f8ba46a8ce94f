// Loaded into Electron before Postern (`electron -r`): says when its window is there, and closes it then where POSTERN_E2E_CLOSE is set. Not by
// Playwright: Electron sometimes crashes at its end with the debugger attached through which Playwright drives it.
const { app, BrowserWindow } = require('electron')

app.on('web-contents-created', (_event, contents) => {
  contents.on('did-finish-load', () => {
    console.log('loaded')
    if (process.env.POSTERN_E2E_CLOSE) BrowserWindow.fromWebContents(contents).close()
  })
})
