import type { AuthenticationMethod, ConnectOptions } from '../ssh/connection.ts'

/** Options for `connect` to a server of a test: any host key is trusted, and bob's password is known. */
export const connectOptions = (port: number, change: Partial<Omit<ConnectOptions, 'port'>> = {}): ConnectOptions => ({
  host: '127.0.0.1',
  port,
  user: 'bob',
  authentication: [passwordMethod('bob-password')],
  judgeHostKey: () => ({ verdict: 'trusted' }),
  knownKeyTypes: [],
  compression: false,
  connectTimeoutMs: 10_000,
  logInTimeoutMs: 10_000,
  keepaliveMs: 15_000,
  keepaliveTimeoutMs: 15_000,
  ...change,
})

/** Returns a method that answers with each password in turn, and then with none. */
export const passwordMethod = (...passwords: readonly string[]): AuthenticationMethod => {
  const left = [...passwords]
  return { type: 'password', password: () => Promise.resolve(left.shift()) }
}
