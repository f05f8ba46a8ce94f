import { expect, test } from 'vitest'
import type { Failure } from '../../../../contract/failure.ts'
import type { Place } from '../../../../contract/place.ts'
import type { TunnelState, TunnelStatus } from '../../../../contract/tunnel-state.ts'
import { asked, id, tunnel } from '../../../testing/tray-samples.ts'
import type { ServiceFacts } from '../follow-service.ts'
import { createTrayActs } from './tray-acts.ts'

const failure: Failure = { code: 'login-refused', host: 'h', user: 'bob', tried: ['key'], accepted: ['key'] }
const connecting: TunnelState = { name: 'connecting', attempt: 1 }
const connected: TunnelState = { name: 'connected', since: '2026-01-01T10:00:00Z' }
const blocked: TunnelState = { name: 'blocked', failure }

const begin = ({ refused = '', now = connecting }: { readonly refused?: string; readonly now?: TunnelState } = {}) => {
  const requests: string[] = []
  const opened: (Place | undefined)[] = []
  const acts = createTrayActs({
    service: {
      answer: (name, input) => {
        if (name === 'listTunnels') return Promise.resolve({ ok: true, answer: [tunnel(1, now)] })
        requests.push(`${String(name)} ${(input as { accountId: string }).accountId.slice(-1)}`)
        return Promise.resolve(name === refused ? { ok: false, failure } : { ok: true, answer: null })
      },
    },
    open: (place) => opened.push(place),
    quit: () => requests.push('quit'),
  })
  const facts = (state: TunnelState, questions: ServiceFacts['questions'] = []): ServiceFacts => ({
    accounts: [{ id: id(1), name: 'Work' } as ServiceFacts['accounts'][number]],
    tunnels: [tunnel(1, state)] satisfies TunnelStatus[],
    questions,
  })
  return { acts, requests, opened, facts }
}
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
const atWork: Place = { place: 'account', accountId: id(1) }

test('the chosen act is requested, and no window opens while it succeeds', async () => {
  const { acts, requests, opened, facts } = begin()
  acts.run({ command: 'connect', accountId: id(1) })
  await settled()
  acts.follow(facts(connecting))
  acts.follow(facts(connected))
  acts.run({ command: 'disconnect-all', accountIds: [id(1), id(2)] })
  acts.run({ command: 'retry', accountId: id(3) })
  acts.run({ command: 'quit' })
  await settled()
  expect(requests).toEqual(['connect 1', 'disconnect 1', 'disconnect 2', 'retry 3', 'quit'])
  expect(opened).toEqual([])
})

test('a refused act opens the account', async () => {
  const { acts, opened } = begin({ refused: 'connect' })
  acts.run({ command: 'connect', accountId: id(1) })
  await settled()
  expect(opened).toEqual([atWork])
})

test('a connection that fails opens the account, once', async () => {
  const { acts, opened, facts } = begin()
  acts.run({ command: 'connect', accountId: id(1) })
  await settled()
  acts.follow(facts(blocked))
  acts.follow(facts(blocked))
  expect(opened).toEqual([atWork])
})

test('a connection that has failed before the first look opens the account too', async () => {
  const { acts, opened } = begin({ now: blocked })
  acts.run({ command: 'connect', accountId: id(1) })
  await settled()
  expect(opened).toEqual([atWork])
})

test('a question during the connection opens the account', async () => {
  const { acts, opened, facts } = begin()
  acts.run({ command: 'connect', accountId: id(1) })
  await settled()
  acts.follow(facts(connecting, [asked('Work')]))
  expect(opened).toEqual([atWork])
})

test('a connection that was not begun here opens nothing', async () => {
  const { acts, opened, facts } = begin()
  acts.follow(facts(connecting, [asked('Work')]))
  acts.follow(facts(blocked))
  acts.run({ command: 'connect', accountId: id(1) })
  await settled()
  acts.follow(facts(connected))
  acts.follow(facts(blocked))
  expect(opened).toEqual([])
})

test('the places of the menu are opened', () => {
  const { acts, opened } = begin()
  acts.run({ command: 'open' })
  acts.run({ command: 'settings' })
  acts.run({ command: 'set-up' })
  acts.run({ command: 'answer', accountId: id(1) })
  expect(opened).toEqual([undefined, { place: 'settings' }, { place: 'accounts' }, atWork])
})
