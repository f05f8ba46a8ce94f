import '../contract/without-eval.ts'
import { bridgePath } from '../contract/bridge.ts'
import { createPosternApi } from './create-postern-api.ts'
import { createSocketBridge } from './socket-bridge.ts'

// The browser shell's side of the bridge. It stands in the page ahead of the window's own module, and modules run in the order of the page:
// `window.postern` is there before the window looks for it.
const text = document.querySelector<HTMLElement>('script[data-disconnected]')?.dataset['disconnected'] ?? ''
const socket = new WebSocket(`ws://${location.host}${bridgePath}`)

// SECURITY: not writable and not configurable, as contextBridge does it in Electron.
Object.defineProperty(window, 'postern', { value: createPosternApi(createSocketBridge(socket)), enumerable: true })

// The socket also closes when the person leaves the page, which is no lost connection.
let leaving = false
window.addEventListener('pagehide', () => (leaving = true))

socket.addEventListener('close', () => {
  if (leaving) return
  // A window that shows the loss itself cancels the event.
  if (!window.dispatchEvent(new Event('postern-disconnected', { cancelable: true }))) return
  const notice = document.createElement('dialog')
  notice.textContent = text
  notice.addEventListener('cancel', (event) => event.preventDefault())
  document.body.append(notice)
  notice.showModal()
})

// From the back-forward cache a page returns without its socket.
window.addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload()
})
