import type { Session } from 'electron'
import { isOwnAddress } from './app-address.ts'

/**
 * The window copies addresses and keys, and Chromium asks for leave to write to the clipboard. Reading it, and everything else that a page can
 * ask for, is refused.
 */
export const isPermitted = (permission: string, address: string): boolean =>
  permission === 'clipboard-sanitized-write' && isOwnAddress(address)

/**
 * SECURITY: without handlers Electron grants whatever a page asks for: camera, location, notifications, the clipboard's content. Both
 * handlers are needed, since Chromium requests some permissions and only checks others.
 */
export const denyPermissions = (session: Session): void => {
  session.setPermissionRequestHandler((_contents, permission, decide, { requestingUrl }) =>
    decide(isPermitted(permission, requestingUrl)),
  )
  session.setPermissionCheckHandler((_contents, permission, origin) => isPermitted(permission, origin))
  session.setDevicePermissionHandler(() => false)
}
