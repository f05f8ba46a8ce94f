import '../contract/without-eval.ts'
import { contextBridge, ipcRenderer } from 'electron'
import { eventChannel, requestChannel } from '../contract/bridge.ts'
import type { Outcome } from '../contract/postern-api.ts'
import { createEventListeners } from './event-listeners.ts'
import { createPosternApi } from './create-postern-api.ts'

// Electron's side of the bridge. It runs sandboxed, in an isolated context: the window gets copies of the exposed functions and no part of
// ipc.
const { subscribe, tell } = createEventListeners()
ipcRenderer.on(eventChannel, (_event, name: unknown, payload: unknown) => tell(name, payload))

contextBridge.exposeInMainWorld(
  'postern',
  createPosternApi({
    request: (name, input) => ipcRenderer.invoke(requestChannel, name, input) as Promise<Outcome<unknown>>,
    subscribe,
  }),
)
