import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { WebSocket } from 'ws'
import { createTranslate } from '../../../words/translate.ts'
import { askHttp } from '../../testing/ask-http.ts'
import { openSocket, startBrowserShellHarness, type Opening } from '../../testing/browser-shell-harness.ts'
import { failureFrom } from '../../testing/rejection.ts'
import { startBrowserShell } from './start-browser-shell.ts'

type Harness = Awaited<ReturnType<typeof startBrowserShellHarness>>
let harness: Harness
beforeEach(async () => {
  harness = await startBrowserShellHarness()
})
afterEach(() => harness.stop())

const opened = (opening: Opening): WebSocket => {
  if ('socket' in opening) return opening.socket
  throw new Error(`the bridge was refused with ${opening.status}`)
}

const nextMessage = async (socket: WebSocket): Promise<unknown> => {
  const [data] = (await once(socket, 'message')) as [Buffer]
  return JSON.parse(data.toString('utf8'))
}

describe('the printed address', () => {
  test('exchanges its token for a cookie, and redirects to an address without the token', async () => {
    expect(harness.url.hostname).toBe('127.0.0.1')
    // 256 bits in base64url.
    expect(harness.url.searchParams.get('token')).toMatch(/^[\w-]{43}$/)
    const { status, headers } = await askHttp(harness.port, `/${harness.url.search}`)
    expect(status).toBe(303)
    expect(headers.location).toBe('/')
    expect(headers['set-cookie']).toHaveLength(1)
    expect(headers['set-cookie']?.[0]).toMatch(
      new RegExp(`^postern-${harness.port}=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict; Max-Age=\\d+$`),
    )
    expect(headers['set-cookie']?.[0]).not.toContain(harness.url.searchParams.get('token'))
  })

  test('shows the window to a browser with the cookie, with the bridge ahead of the window’s own module', async () => {
    const cookie = await harness.enter()
    const { status, headers, body } = await askHttp(harness.port, '/', { headers: { Cookie: `other=1; ${cookie}` } })
    expect(status).toBe(200)
    expect(headers['content-type']).toBe('text/html; charset=utf-8')
    expect(body.indexOf('src="/postern.js"')).toBeGreaterThan(0)
    expect(body.indexOf('src="/postern.js"')).toBeLessThan(body.indexOf('app.js'))
    const file = await askHttp(harness.port, '/assets/app.js', { headers: { Cookie: cookie } })
    expect([file.status, file.body, file.headers['content-type']]).toEqual([200, 'app()', 'text/javascript'])
  })

  test('carries a request to the service and its answer back by its number, and events to every window', async () => {
    const cookie = await harness.enter()
    const [one, other] = [opened(await harness.bridge(cookie)), opened(await harness.bridge(cookie))]
    one.send(JSON.stringify({ id: 7, name: 'connect', input: { accountId: 'a' } }))
    expect(await nextMessage(one)).toEqual({
      id: 7,
      outcome: { ok: true, answer: { name: 'connect', input: { accountId: 'a' } } },
    })
    const heard = Promise.all([nextMessage(one), nextMessage(other)])
    harness.service.tell('QuestionClosed', { id: 'q' })
    const event = { event: 'QuestionClosed', payload: { id: 'q' } }
    expect(await heard).toEqual([event, event])
  })

  test('ends its subscription with the window', async () => {
    const socket = opened(await harness.bridge(await harness.enter()))
    expect(harness.service.listeners()).toBe(1)
    socket.close()
    await once(socket, 'close')
    await expect.poll(() => harness.service.listeners()).toBe(0)
  })
})

describe('a stranger', () => {
  test('with a wrong token is refused, and the right one is still good', async () => {
    for (const query of ['?token=', '?token=x', `?token=${'A'.repeat(43)}`, `?token=${'é'.repeat(43)}`]) {
      const { status, headers } = await askHttp(harness.port, `/${encodeURI(query)}`)
      expect(status).toBe(401)
      expect(headers['set-cookie']).toBeUndefined()
    }
    expect(await harness.enter()).not.toBe('')
  })

  test('with a used token is refused, with words on how to get another', async () => {
    await harness.enter()
    const { status, headers, body } = await askHttp(harness.port, `/${harness.url.search}`)
    expect(status).toBe(401)
    expect(headers['set-cookie']).toBeUndefined()
    expect(body).toContain('Run postern web again')
  })

  test.each([
    ['no cookie', {}],
    ['another one’s cookie', { Cookie: `session=${'A'.repeat(43)}` }],
    ['a made-up cookie', { Cookie: 'POSTERN' }],
  ])('with %s sees no file and opens no bridge', async (_what, given: { Cookie?: string }) => {
    await harness.enter()
    const headers = given.Cookie === 'POSTERN' ? { Cookie: `postern-${harness.port}=${'A'.repeat(43)}` } : given
    for (const target of ['/', '/index.html', '/assets/app.js', '/nothing'])
      expect((await askHttp(harness.port, target, { headers })).status).toBe(401)
    expect(await harness.bridge(headers.Cookie ?? '')).toEqual({ status: 403 })
    expect(harness.service.listeners()).toBe(0)
  })

  test('of another user of this computer is not answered at all, and keeps no connection', async () => {
    const other = await startBrowserShellHarness({ admitPeer: () => false })
    try {
      const idle = connect(other.port, '127.0.0.1')
      expect(await once(idle, 'error')).toMatchObject([{ code: 'ECONNRESET' }])
      await expect(askHttp(other.port, `/${other.url.search}`)).rejects.toMatchObject({ code: 'ECONNRESET' })
      await expect(other.bridge('')).rejects.toMatchObject({ code: 'ECONNRESET' })
    } finally {
      await other.stop()
    }
  })
})

describe('a hostile page in the person’s own browser, cookie and all', () => {
  let cookie: string
  beforeEach(async () => {
    cookie = await harness.enter()
  })

  test.each(['evil.example', 'localhost', '127.0.0.1', '127.0.0.2', '[::1]', 'localhost.evil.example'])(
    'that reaches Postern by the name %s is refused',
    async (name) => {
      for (const Host of [name, `${name}:${name === '127.0.0.1' ? 1 : harness.port}`]) {
        const { status, headers, body } = await askHttp(harness.port, '/', { headers: { Host, Cookie: cookie } })
        expect(status).toBe(403)
        expect(body).not.toContain('postern.js')
        expect(headers['set-cookie']).toBeUndefined()
        expect(await harness.bridge(cookie, { Host })).toEqual({ status: 403 })
      }
    },
  )

  test.each(['http://evil.example', 'null', 'http://127.0.0.1:1', 'http://localhost', 'https://127.0.0.1', ''])(
    'of the origin "%s" opens no bridge and is shown nothing',
    async (Origin) => {
      expect(await harness.bridge(cookie, { Origin })).toEqual({ status: 403 })
      expect((await askHttp(harness.port, '/', { headers: { Cookie: cookie, Origin } })).status).toBe(403)
    },
  )

  test('opens no bridge with our own origin under https, or without an origin', async () => {
    expect(await harness.bridge(cookie, { Origin: harness.origin.replace('http', 'https') })).toEqual({ status: 403 })
    const headers = { Cookie: cookie, Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Version': '13' }
    const { status } = await askHttp(harness.port, '/bridge', {
      headers: { ...headers, 'Sec-WebSocket-Key': 'AAAAAAAAAAAAAAAAAAAAAA==' },
    })
    expect(status).toBe(403)
  })

  test.each(['cross-site', 'same-site'])('is refused where the browser says that it is %s', async (site) => {
    const headers = { Cookie: cookie, 'Sec-Fetch-Site': site }
    expect((await askHttp(harness.port, '/', { headers })).status).toBe(403)
    expect((await askHttp(harness.port, '/assets/app.js', { headers })).status).toBe(403)
    expect(await harness.bridge(cookie, headers)).toEqual({ status: 403 })
  })

  test('cannot use up the person’s token', async () => {
    const fresh = await startBrowserShellHarness()
    try {
      const headers = { 'Sec-Fetch-Site': 'cross-site' }
      expect((await askHttp(fresh.port, `/${fresh.url.search}`, { headers })).status).toBe(403)
      expect(await fresh.enter()).not.toBe('')
    } finally {
      await fresh.stop()
    }
  })

  test.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])('can change nothing by %s', async (method) => {
    for (const target of ['/', '/bridge', `/${harness.url.search}`])
      expect((await askHttp(harness.port, target, { method, headers: { Cookie: cookie, Origin: harness.origin } })).status).toBe(
        405,
      )
  })

  test('finds the bridge at one path only, and no page at that path', async () => {
    for (const target of ['/', '/bridge/', '/bridge?token=x', '/assets/app.js'])
      expect(await openSocket(`ws://${harness.url.host}${target}`, { Origin: harness.origin, Cookie: cookie })).toEqual({
        status: 403,
      })
    expect((await askHttp(harness.port, '/bridge', { headers: { Cookie: cookie } })).status).toBe(404)
  })

  test('finds no file that came after the window was listed', async () => {
    await writeFile(path.join(harness.windowFolder, 'late.js'), 'late()')
    expect((await askHttp(harness.port, '/late.js', { headers: { Cookie: cookie } })).status).toBe(404)
  })

  test.each([
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/assets/../../secret.txt',
    '/assets/%2e%2e%2f%2e%2e%2fsecret.txt',
    '/..\\secret.txt',
    '//secret.txt',
    '/%00',
    'http://evil.example/assets/app.js',
    '*',
  ])('finds nothing beside the window at %s', async (target) => {
    const { status, body } = await askHttp(harness.port, target, { headers: { Cookie: cookie } })
    expect(status).toBe(404)
    expect(body).not.toContain('not the window')
  })

  test('gets the security headers on every answer, refusals too', async () => {
    const answers = await Promise.all([
      askHttp(harness.port, '/'),
      askHttp(harness.port, '/', { headers: { Host: 'evil.example' } }),
      askHttp(harness.port, '/nothing', { headers: { Cookie: cookie } }),
      askHttp(harness.port, '/', { headers: { Cookie: cookie } }),
      askHttp(harness.port, '/assets/app.js', { headers: { Cookie: cookie } }),
    ])
    expect(answers.map(({ status }) => status)).toEqual([401, 403, 404, 200, 200])
    for (const { headers } of answers) {
      expect(headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self';.*frame-ancestors 'none'$/)
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'cache-control': 'no-store',
      })
      expect(headers['access-control-allow-origin']).toBeUndefined()
    }
  })
})

describe('a window that was taken over', () => {
  test.each([
    ['text that is no JSON', 'connect'],
    ['JSON that is no request', '[]'],
    ['a request without a number', '{"name":"connect","input":{}}'],
    ['a number that is none', '{"id":1e400,"name":"connect","input":{}}'],
    ['a field beyond the request', '{"id":1,"name":"connect","input":{},"more":1}'],
  ])('is let go for %s, and nothing is asked', async (_what, frame) => {
    const socket = opened(await harness.bridge(await harness.enter()))
    socket.send(frame)
    expect((await once(socket, 'close'))[0]).toBe(1008)
    expect(harness.service.asked).toEqual([])
  })

  test('is disconnected for a binary frame', async () => {
    const socket = opened(await harness.bridge(await harness.enter()))
    socket.send(Buffer.from('{"id":1,"name":"connect","input":{}}'))
    expect((await once(socket, 'close'))[0]).toBe(1003)
    expect(harness.service.asked).toEqual([])
  })

  test('is disconnected for a message above 1 MiB, and not for a message of 1 MiB', async () => {
    const socket = opened(await harness.bridge(await harness.enter()))
    const empty = JSON.stringify({ id: 1, name: 'connect', input: '' }).length
    socket.send(JSON.stringify({ id: 1, name: 'connect', input: 'x'.repeat(1024 * 1024 - empty) }))
    expect(await nextMessage(socket)).toMatchObject({ id: 1 })
    socket.send(JSON.stringify({ id: 1, name: 'connect', input: 'x'.repeat(1024 * 1024 - empty + 1) }))
    expect((await once(socket, 'close'))[0]).toBe(1009)
    expect(harness.service.asked).toHaveLength(1)
  })
})

describe('a connection', () => {
  test('without a request ends after five seconds, and a window stays', async () => {
    const window = opened(await harness.bridge(await harness.enter()))
    const unused = connect(harness.port, '127.0.0.1').resume()
    const half = connect(harness.port, '127.0.0.1').resume()
    half.write('GET / HTTP/1.1\r\n')
    await Promise.all([once(unused, 'close'), once(half, 'close')])
    expect(window.readyState).toBe(window.OPEN)
    window.terminate()
  })
})

describe('the port', () => {
  test('that another program has is a failure that names it', async () => {
    const options = {
      service: harness.service,
      windowFolder: harness.windowFolder,
      language: 'en',
      t: createTranslate('en'),
    } as const
    const start = startBrowserShell({ ...options, port: harness.port, admitPeer: () => true })
    expect(await failureFrom(start)).toMatchObject({ code: 'port-taken', port: harness.port })
  })

  test('is free again when the shell has closed, whatever was open', async () => {
    const second = await startBrowserShellHarness()
    const socket = opened(await second.bridge(await second.enter()))
    const closed = once(socket, 'close')
    await second.stop()
    await closed
    await expect(askHttp(second.port, '/')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })
})
