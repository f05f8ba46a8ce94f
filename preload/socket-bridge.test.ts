import { once } from 'node:events'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { WebSocket as NodeSocket } from 'ws'
import { startBrowserShellHarness } from '../main/testing/browser-shell-harness.ts'
import { createSocketBridge } from './socket-bridge.ts'

const lost = { ok: false, failure: { code: 'window-disconnected' } }

let harness: Awaited<ReturnType<typeof startBrowserShellHarness>>
let node: NodeSocket
/** ws has the browser's WebSocket as far as the bridge uses it. */
const socket = (): WebSocket => node as unknown as WebSocket

beforeEach(async () => {
  harness = await startBrowserShellHarness()
  node = new NodeSocket(`ws://${harness.url.host}/bridge`, { headers: { Origin: harness.origin, Cookie: await harness.enter() } })
})
afterEach(async () => {
  node.terminate()
  await harness.stop()
})

test('asks over the shell’s bridge, also before it is open, and each answer belongs to its own request', async () => {
  const { request } = createSocketBridge(socket())
  const early = [request('connect', { accountId: 'a' }), request('disconnect', { accountId: 'b' })]
  await once(node, 'open')
  const answers = await Promise.all([...early, request('retry', { accountId: 'c' })])
  expect(answers).toEqual([
    { ok: true, answer: { name: 'connect', input: { accountId: 'a' } } },
    { ok: true, answer: { name: 'disconnect', input: { accountId: 'b' } } },
    { ok: true, answer: { name: 'retry', input: { accountId: 'c' } } },
  ])
})

test('calls the listeners of the shell’s events', async () => {
  const { request, subscribe } = createSocketBridge(socket())
  const heard = new Promise((resolve) => subscribe('QuestionClosed', resolve))
  // An answer shows that the shell has subscribed.
  await request('listAccounts', {})
  harness.service.tell('QuestionClosed', { id: 'q' })
  expect(await heard).toEqual({ id: 'q' })
})

test('answers open and later requests with a failure once the connection is lost', async () => {
  harness.service.holdAnswers()
  const { request } = createSocketBridge(socket())
  const waiting = request('connect', { accountId: 'a' })
  await expect.poll(() => harness.service.asked.length).toBe(1)
  await harness.shell.close()
  expect(await waiting).toEqual(lost)
  expect(await request('listAccounts', {})).toEqual(lost)
})

test('answers with the failure where the bridge was refused from the start', async () => {
  const refused = new NodeSocket(`ws://${harness.url.host}/bridge`, { headers: { Origin: 'http://evil.example' } })
  refused.on('error', () => undefined)
  const { request } = createSocketBridge(refused as unknown as WebSocket)
  expect(await request('listAccounts', {})).toEqual(lost)
})
