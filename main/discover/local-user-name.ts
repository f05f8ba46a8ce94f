import { userInfo } from 'node:os'

/** Returns the person's log-in name on this computer; empty if the system has none, as for a container's user without an entry in passwd. */
export const localUserName = (): string => {
  try {
    return userInfo().username
  } catch {
    return ''
  }
}
