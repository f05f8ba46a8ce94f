import path from 'node:path'

/** The scheme and the host of the addresses of all files of the window. */
export const appScheme = 'app'
const appHost = 'postern'

/** The first address of the window. */
export const startAddress = `${appScheme}://${appHost}/`

/** The parts of an address; undefined for a text that is no address. */
export const partsOf = (address: string): URL | undefined => {
  try {
    return new URL(address)
  } catch {
    return undefined
  }
}

/**
 * Whether an address is one of the window's own files. The parts are compared and not the origin, because an `app:` address has an origin
 * in Chromium and none in Node.
 */
export const isOwnAddress = (address: string): boolean => {
  const parts = partsOf(address)
  return parts?.protocol === `${appScheme}:` && parts.host === appHost && parts.username === '' && parts.password === ''
}

// SECURITY: only names of a build. No per cent sign, so that encoding hides nothing; no backslash and no colon, which are special on
// Windows; no leading dot, so no parent folder and no hidden file; no empty name and no NUL.
const buildPath = /^(?:\/[\w-][\w.-]*)+$/

/** The absolute path of an address's file inside `folder`; undefined for an address of no file. */
export const fileOfAddress = (address: string, folder: string): string | undefined => {
  if (!isOwnAddress(address)) return undefined
  const { pathname } = new URL(address)
  if (pathname === '/') return path.join(folder, 'index.html')
  return buildPath.test(pathname) ? path.join(folder, ...pathname.split('/')) : undefined
}
