import { ipcMain, type BrowserWindow } from 'electron'
import { eventChannel, requestChannel } from '../../../contract/bridge.ts'
import type { WindowService } from '../../window/window-service.ts'
import { isOwnAddress } from './app-address.ts'
import { isOwnWindow } from './sender.ts'

/** Carries requests and events unchanged between the window and the service, until the window is closed. */
export const connectWindow = (window: BrowserWindow, service: WindowService): void => {
  const { webContents } = window
  const contentsId = webContents.id
  ipcMain.handle(requestChannel, (event, name: unknown, input: unknown) => {
    // A foreign sender learns nothing, not even the names of the requests.
    if (!isOwnWindow(event, contentsId)) throw new Error('refused')
    return service.answer(name, input)
  })
  const unsubscribe = service.subscribe((name, payload) => {
    // SECURITY: events are sent only to a page that may send requests.
    if (isOwnAddress(webContents.getURL())) webContents.send(eventChannel, name, payload)
  })
  window.once('closed', () => {
    unsubscribe()
    ipcMain.removeHandler(requestChannel)
  })
}
