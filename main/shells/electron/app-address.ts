import path from 'node:path'

/** The scheme that the window's files are served under, and the host that stands for all of them. */
export const appScheme = 'app'
const appHost = 'postern'

/** Where the window starts. */
export const startAddress = `${appScheme}://${appHost}/`

/** An address in its parts; undefined where it is none. */
export const partsOf = (address: string): URL | undefined => {
  try {
    return new URL(address)
  } catch {
    return undefined
  }
}

/**
 * Whether an address is one of the window's own files. The parts are compared, not the origin: to Node an `app:` address has none, to
 * Chromium this one has.
 */
export const isOwnAddress = (address: string): boolean => {
  const parts = partsOf(address)
  return parts?.protocol === `${appScheme}:` && parts.host === appHost && parts.username === '' && parts.password === ''
}

// SECURITY: names as a build gives them. No per cent sign, so nothing is hidden by encoding; no backslash and no colon, which mean more on
// Windows; no leading dot, so there is no way up and no hidden file; no empty name and no NUL.
const buildPath = /^(?:\/[\w-][\w.-]*)+$/

/** The absolute path of the file that an address means, inside `folder`; undefined where it means none. */
export const fileOfAddress = (address: string, folder: string): string | undefined => {
  if (!isOwnAddress(address)) return undefined
  const { pathname } = new URL(address)
  if (pathname === '/') return path.join(folder, 'index.html')
  return buildPath.test(pathname) ? path.join(folder, ...pathname.split('/')) : undefined
}
