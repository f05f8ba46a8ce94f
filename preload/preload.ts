import { contextBridge } from 'electron'

/** What the window can reach: nothing yet. Its requests come with the window itself. */
contextBridge.exposeInMainWorld('postern', {})
