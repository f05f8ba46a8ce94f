import { userInfo } from 'node:os'

/** The person's log-in name on this computer; empty where the system knows none, as for a container's user without a line in passwd. */
export const localUserName = (): string => {
  try {
    return userInfo().username
  } catch {
    return ''
  }
}
