import path from 'node:path'
import { app, BrowserWindow } from 'electron'

// A second start shows the first one's window instead of running two tunnels over one port.
if (!app.requestSingleInstanceLock()) app.quit()

const openWindow = async (): Promise<void> => {
  const window = new BrowserWindow({
    width: 400,
    height: 640,
    // SECURITY: the window draws text that servers wrote; it gets no Node, no shared context and no way out of its sandbox.
    webPreferences: {
      preload: path.join(import.meta.dirname, '../preload/preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
    },
  })
  window.webContents.setWindowOpenHandler(() => ({ action: 'deny' }))
  window.webContents.on('will-navigate', (event) => event.preventDefault())
  await window.loadFile(path.join(import.meta.dirname, '../renderer/index.html'))
}

app.on('second-instance', () => BrowserWindow.getAllWindows()[0]?.focus())
app.on('window-all-closed', () => app.quit())
await app.whenReady()
await openWindow()
