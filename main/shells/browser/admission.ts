import { randomBytes, timingSafeEqual } from 'node:crypto'

/** Decides who may use this run of the browser shell: the browser that sent the token and got the cookie for it. */
export interface Admission {
  /** 256 bits for the printed address. Valid once. */
  readonly token: string
  /** Accepts the token and returns the cookie's value for it; undefined if the token is wrong or was used before. */
  readonly exchange: (token: string) => string | undefined
  /** Whether a Cookie header holds this run's cookie. */
  readonly admits: (cookieHeader: string | undefined) => boolean
  /** The Set-Cookie header for that value. */
  readonly setCookie: (value: string) => string
}

const randomValue = (): string => randomBytes(32).toString('base64url')

/** SECURITY: the time of the comparison does not depend on where the two texts differ. Their lengths are no secret. */
const same = (given: string, expected: string): boolean => {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)]
  return one.length === other.length && timingSafeEqual(one, other)
}

/**
 * SECURITY: an address does not stay secret: `ps` shows the arguments of a browser, and a terminal and a history keep the address. So its
 * token is valid once. From then on a cookie admits, which no script can read and no other site can send.
 *
 * Cookies know no ports, so the cookie's name holds ours: two runs do not replace each other's cookie.
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
