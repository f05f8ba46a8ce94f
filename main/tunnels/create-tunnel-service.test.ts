import type { AuthContext } from 'ssh2'
import { afterEach, expect, test, vi } from 'vitest'
import type { Ask, Question } from '../../contract/question.ts'
import { disconnectWith } from '../testing/disconnect-with.ts'
import { accountOf, forwardTo } from '../testing/tunnel-harness.ts'
import { waitUntil } from '../testing/wait-until.ts'
import { waitingHarness } from '../testing/waiting-harness.ts'

afterEach(() => vi.restoreAllMocks())

const { compose, dials, greeting, startMailServer, startServer, tunnelTo } = waitingHarness()

test('a tunnel that is asked for during close does not connect', async () => {
  const nowhere = { host: '127.0.0.1', port: 1, user: 'bob', clientKeyFile: '/nowhere', knownHostsLines: () => [] }
  const forward = await forwardTo(await startMailServer())
  const { service } = await compose([accountOf(nowhere, [forward])], [])
  const asked = service.connect('work')
  await service.close()
  await asked
  expect(service.status()).toEqual([])
  expect(await greeting(forward.bindPort)).toBe('ECONNREFUSED')
})

test('an attempt with a question to a person goes on when the network changes, and one without begins again', async () => {
  // The server never answers the log-in, so that the attempt lasts.
  const { service, person, knowOnly } = await tunnelTo(await startServer({ authenticate: () => undefined }))
  knowOnly()
  const asked: { readonly signal: AbortSignal | undefined; readonly trust: () => void }[] = []
  person.ask = ((_question: Question, signal?: AbortSignal) =>
    new Promise<boolean>((resolve) => asked.push({ signal, trust: () => resolve(true) }))) as Ask
  await service.connect('work')
  await waitUntil(() => asked.length === 1, { what: 'the question about the host key' })
  service.networkChanged()
  expect(asked[0]!.signal?.aborted).toBe(false)

  asked[0]!.trust()
  await waitUntil(() => dials() === 2, { what: 'the log-in' })
  service.networkChanged()
  expect(asked[0]!.signal?.aborted).toBe(true)
  await waitUntil(() => dials() === 3, { what: 'the next attempt' })
})

test('a server that ends unused connections is named while the tunnel is connected again', async () => {
  const server = await startServer()
  const { service, reaches, status } = await tunnelTo(server)
  await service.connect('work')
  await reaches('connected')
  const now = performance.now.bind(performance)
  let later = 0
  vi.spyOn(performance, 'now').mockImplementation(() => now() + later)
  for (const dialled of [2, 3]) {
    expect(status().advice).toBeUndefined()
    later += 60_000
    for (const socket of server.sockets) socket.end()
    await waitUntil(() => dials() === dialled && status().state.name === 'connected', { what: 'the next connection' })
  }
  expect(status().advice).toEqual({ code: 'unused-connection-ended', host: '127.0.0.1', seconds: 60 })
})

// SECURITY: a refused secret is never sent again by itself, in whatever way the server refuses it (ssh2-facts 33).
test.each<readonly [string, (context: AuthContext, hangUp: () => void) => void]>([
  ['refuses it', (context) => context.reject(['password'])],
  ['sends SSH_MSG_DISCONNECT 14', (context) => disconnectWith(context, 14, '')],
  ['sends SSH_MSG_DISCONNECT 11', (context) => disconnectWith(context, 11, '')],
  ['sends SSH_MSG_DISCONNECT 2', (context) => disconnectWith(context, 2, '')],
  ['hangs up', (_context, hangUp) => hangUp()],
])('a wrong password is sent once to a server that %s', async (_how, refuse) => {
  let sent = 0
  const server = await startServer({
    authenticate: (context) => {
      if (context.method !== 'password') {
        context.reject(['password'])
        return
      }
      sent += 1
      refuse(context, () => {
        for (const socket of server.sockets) socket.end()
      })
    },
  })
  const { service, person, reaches, status, port } = await tunnelTo(server, {}, { authentication: ['password'] })
  // The answer is like that of a keychain: the same password at the start of each log-in, and no other.
  person.ask = ((question: Question) =>
    Promise.resolve('previous' in question ? undefined : { secret: 'wrong', remember: false })) as Ask
  await service.connect('work')
  await reaches('blocked')
  service.networkChanged()
  expect(await greeting(port)).toBe('ECONNRESET')
  await waitUntil(() => server.sockets.size === 0, { what: 'the end of the connection' })
  expect(sent).toBe(1)
  expect(status().state).toMatchObject({ name: 'blocked', failure: { code: 'login-refused' } })
})
