import { randomBytes, timingSafeEqual } from 'node:crypto'

/** Who may use this run of the browser shell: the browser that brought the token, and knows the cookie since. */
export interface Admission {
  /** 256 bits for the printed address. Good once. */
  readonly token: string
  /** Takes the token in and gives the cookie's value for it; undefined where it is wrong or was taken in before. */
  readonly exchange: (token: string) => string | undefined
  /** Whether a Cookie header holds this run's cookie. */
  readonly admits: (cookieHeader: string | undefined) => boolean
  /** The Set-Cookie header for that value. */
  readonly setCookie: (value: string) => string
}

const randomValue = (): string => randomBytes(32).toString('base64url')

/** SECURITY: the time that it takes tells nothing of where two texts differ. Their lengths are no secret. */
const same = (given: string, expected: string): boolean => {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)]
  return one.length === other.length && timingSafeEqual(one, other)
}

/**
 * SECURITY: an address is seen by more than its reader: `ps` shows what a browser was started with, a terminal keeps it, a history
 * remembers it. So the token in it is good once, and what admits from then on is a cookie that no script reads and no other site sends.
 *
 * Cookies know no ports, so the cookie's name holds ours: two runs do not take each other's cookie away.
 */
export const createAdmission = (port: number): Admission => {
  const token = randomValue()
  const cookie = randomValue()
  const cookieName = `postern-${port}`
  let used = false
  return {
    token,
    exchange: (given) => {
      if (used || !same(given, token)) return undefined
      used = true
      return cookie
    },
    admits: (header) => {
      const values = (header ?? '').split(';').map((pair) => pair.trim())
      return values.some((pair) => pair.startsWith(`${cookieName}=`) && same(pair.slice(cookieName.length + 1), cookie))
    },
    // Kept by the browser when it is closed, so that the window can be opened again for as long as this run lasts.
    setCookie: (value) => `${cookieName}=${value}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${30 * 24 * 60 * 60}`,
  }
}
