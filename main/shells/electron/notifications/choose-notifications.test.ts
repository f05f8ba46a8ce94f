import { describe, expect, test } from 'vitest'
import type { Failure } from '../../../../contract/failure.ts'
import type { PendingQuestion } from '../../../../contract/question.ts'
import type { TunnelState } from '../../../../contract/tunnel-state.ts'
import { chooseNotifications, holdBackMs, noMemory } from './choose-notifications.ts'
import type { Choice, Memory, News, NotificationContext } from './choose-notifications.ts'

const silent: Failure = { code: 'peer-silent', host: 'mail.example.org', seconds: 15 }
const refused: Failure = { code: 'connection-refused', host: 'mail.example.org', port: 22 }
const noLogin: Failure = { code: 'login-refused', host: 'mail.example.org', user: 'bob', tried: ['key'], accepted: ['publickey'] }
const changed: Failure = {
  code: 'host-key-changed',
  host: 'mail.example.org',
  port: 22,
  keyType: 'ssh-ed25519',
  fingerprint: 'SHA256:new',
  known: ['SHA256:old'],
  source: { kind: 'file', file: 'known_hosts', line: 1 },
}

const connecting: TunnelState = { name: 'connecting', attempt: 1 }
const connected: TunnelState = { name: 'connected', since: '2026-11-21T19:00:00Z' }
const retrying = (failure: Failure = silent): TunnelState => ({
  name: 'retrying',
  attempt: 2,
  retryAt: '2026-11-21T19:00:02Z',
  failure,
})
const offline: TunnelState = { name: 'offline', failure: silent }
const waiting: TunnelState = { name: 'waiting' }
const blocked = (failure: Failure = noLogin): TunnelState => ({ name: 'blocked', failure })

const passphrase: PendingQuestion = {
  id: 'a6b6d0c8-9a6b-4f5e-8a51-0f9b2f1f3a10',
  askedAt: '2026-11-21T19:00:00Z',
  question: { kind: 'passphrase', account: 'Work', identity: 'laptop' },
}

interface Moment extends Partial<NotificationContext> {
  readonly state?: TunnelState
  readonly questions?: readonly PendingQuestion[]
}

/** One account over several looks; each look is a second after the last one, or at `now`. */
const watch = (settled: Partial<NotificationContext> = {}) => {
  let memory: Memory = noMemory
  let clock = 0
  const look = ({ state, questions = [], ...change }: Moment = {}): Choice => {
    clock = change.now ?? clock + 1000
    const context = {
      notifications: 'all' as const,
      isLocked: false,
      isWindowFocused: false,
      ...settled,
      ...change,
      now: clock,
    }
    const tunnels = state === undefined ? [] : [{ accountId: 'id-of-work', account: 'Work', state }]
    const choice = chooseNotifications(memory, { tunnels, questions }, context)
    memory = choice.memory
    return choice
  }
  return {
    look,
    /** The notifications that are shown at the last of these looks. */
    tells: (...moments: readonly Moment[]): readonly News[] =>
      moments
        .map(look)
        .at(-1)
        ?.show.map(({ news }) => news) ?? [],
    later: (ms: number): number => clock + ms,
    heldAtAll: (): number => memory.size,
  }
}

const lost: News = { kind: 'lost', failure: silent }
const back: News = { kind: 'back' }

/** Connected, then lost for long enough to be shown. */
const untilLost = (work: ReturnType<typeof watch>, state = retrying()): readonly News[] => {
  work.tells({ state: connecting }, { state: connected }, { state })
  return work.tells({ state, now: work.later(holdBackMs) })
}

describe('a connection that was lost', () => {
  test('is told once it has been tried again for a while, and once', () => {
    const work = watch()
    work.tells({ state: connected })
    const choice = work.look({ state: retrying() })
    expect(choice.show).toEqual([])
    expect(choice.lookAgainMs).toBe(holdBackMs)
    expect(work.look({ state: connecting, now: work.later(holdBackMs) }).show).toEqual([
      { key: 'id-of-work', accountId: 'id-of-work', account: 'Work', news: lost },
    ])
    expect(work.tells({ state: retrying() })).toEqual([])
    expect(work.look({ state: retrying(refused), now: work.later(holdBackMs) })).toMatchObject({ show: [], lookAgainMs: undefined })
  })

  test('is told with what the last attempt failed with', () => {
    const work = watch()
    work.tells({ state: connected }, { state: retrying() }, { state: retrying(refused) })
    expect(work.tells({ state: connecting, now: work.later(holdBackMs) })).toEqual([{ kind: 'lost', failure: refused }])
  })

  test('is not told where it comes back within a few seconds', () => {
    const work = watch()
    work.tells({ state: connected }, { state: retrying() }, { state: connected })
    expect(work.tells({ state: connected, now: work.later(holdBackMs) })).toEqual([])
    expect(work.tells({ state: retrying() })).toEqual([])
  })

  test('is not told of an account that never was up', () => {
    const work = watch()
    work.tells({ state: connecting }, { state: retrying() })
    expect(work.look({ state: retrying(), now: work.later(holdBackMs * 10) })).toMatchObject({ show: [], lookAgainMs: undefined })
  })

  test('is not told while this computer has no network; what fails after that gets its time', () => {
    const work = watch()
    work.tells({ state: connected }, { state: retrying() }, { state: offline })
    expect(work.tells({ state: offline, now: work.later(holdBackMs * 10) })).toEqual([])
    expect(work.tells({ state: connecting })).toEqual([])
    expect(work.tells({ state: retrying(), now: work.later(holdBackMs) })).toEqual([lost])
  })

  test('is not told of a log-in without network', () => {
    const work = watch()
    work.tells({ state: connecting }, { state: offline }, { state: connecting }, { state: retrying() })
    expect(work.tells({ state: retrying(), now: work.later(holdBackMs) })).toEqual([])
  })

  test('is not told of an account on first use that ended its linger, nor of the next mail client that finds the server away', () => {
    const work = watch()
    work.tells({ state: connected }, { state: waiting }, { state: connecting }, { state: retrying() })
    expect(work.tells({ state: retrying(), now: work.later(holdBackMs) })).toEqual([])
  })

  test('is not told where the person disconnects meanwhile, and is taken back where they do so afterwards', () => {
    const early = watch()
    early.tells({ state: connected }, { state: retrying() }, {})
    expect(early.look({ now: early.later(holdBackMs) })).toMatchObject({ show: [], withdraw: [] })

    const late = watch()
    untilLost(late)
    expect(late.look({})).toMatchObject({ show: [], withdraw: ['id-of-work'] })
    expect(late.heldAtAll()).toBe(0)
  })

  test('is not told to a person who sees it in the window, nor when they turn away', () => {
    const work = watch()
    work.tells({ state: connected }, { state: retrying() })
    expect(work.tells({ state: retrying(), now: work.later(holdBackMs), isWindowFocused: true })).toEqual([])
    expect(work.tells({ state: retrying() })).toEqual([])
    expect(work.tells({ state: connected })).toEqual([])
  })
})

describe('a connection that is back', () => {
  test('is told after its loss was told, and once', () => {
    const work = watch()
    expect(untilLost(work)).toEqual([lost])
    expect(work.tells({ state: connecting }, { state: connected })).toEqual([back])
    expect(work.tells({ state: connected })).toEqual([])
    expect(untilLost(work)).toEqual([lost])
  })

  test('is told after a loss that went through a time without network', () => {
    const work = watch()
    untilLost(work)
    expect(work.tells({ state: offline }, { state: connecting }, { state: connected })).toEqual([back])
  })

  test('takes back the loss in silence where the person is at the window', () => {
    const work = watch()
    untilLost(work)
    expect(work.look({ state: connected, isWindowFocused: true })).toMatchObject({ show: [], withdraw: ['id-of-work'] })
  })
})

describe('an account that needs the person', () => {
  test.each<[string, Moment, News]>([
    ['is blocked', { state: blocked() }, { kind: 'needs-you', need: { failure: noLogin } }],
    ['has a question', { state: connecting, questions: [passphrase] }, { kind: 'needs-you', need: { question: 'passphrase' } }],
  ])('is told at once where it %s, and once', (_how, moment, news) => {
    const work = watch()
    expect(work.tells({ state: connecting }, moment)).toEqual([news])
    expect(work.tells(moment)).toEqual([])
  })

  test('is told again of another cause', () => {
    const work = watch()
    work.tells({ state: connecting, questions: [passphrase] })
    expect(work.tells({ state: blocked(changed) })).toEqual([{ kind: 'needs-you', need: { failure: changed } }])
  })

  test('is told once, however often a mail client has it try in vain', () => {
    const work = watch()
    work.tells({ state: blocked() })
    const again = work.look({})
    expect(again.withdraw).toEqual([])
    expect(work.tells({ state: connecting }, { state: blocked() })).toEqual([])
  })

  test('is told again after the account was up, or after the person saw the window without it', () => {
    const up = watch()
    up.tells({ state: blocked() })
    expect(up.look({ state: connected }).withdraw).toEqual(['id-of-work'])
    expect(up.tells({ state: blocked() })).toHaveLength(1)

    const seen = watch()
    seen.tells({ state: blocked() }, { state: connecting, isWindowFocused: true })
    expect(seen.tells({ state: blocked() })).toHaveLength(1)
  })

  test('is not told while the window is in sight, nor when the person turns away from what they saw', () => {
    const work = watch()
    expect(work.tells({ state: blocked(), isWindowFocused: true })).toEqual([])
    expect(work.tells({ state: blocked() })).toEqual([])
  })

  test('takes its notification back when the person comes to the window', () => {
    const work = watch()
    work.tells({ state: connecting, questions: [passphrase] })
    const inSight = { state: connecting, questions: [passphrase], isWindowFocused: true }
    expect(work.look(inSight)).toMatchObject({ show: [], withdraw: ['id-of-work'] })
    expect(work.look(inSight).withdraw).toEqual([])
    expect(work.look({ state: connected, isWindowFocused: true }).withdraw).toEqual([])
  })

  test('is told by its name where a question has no tunnel', () => {
    const { show } = watch().look({ questions: [passphrase, passphrase] })
    expect(show).toEqual([{ key: 'Work', account: 'Work', news: { kind: 'needs-you', need: { question: 'passphrase' } } }])
  })

  test('replaces the loss, and is no news of being back', () => {
    const work = watch()
    untilLost(work)
    expect(work.look({ state: blocked() }).show).toMatchObject([{ key: 'id-of-work', news: { kind: 'needs-you' } }])
    expect(work.look({ state: connected })).toMatchObject({ show: [], withdraw: ['id-of-work'] })
  })
})

describe('behind the lock', () => {
  test('nothing is told, and what still holds is told when it opens', () => {
    const work = watch()
    expect(work.tells({ state: connecting }, { state: blocked(), isLocked: true })).toEqual([])
    expect(work.tells({ state: blocked() })).toHaveLength(1)
  })

  test('what came and went is never told', () => {
    const work = watch()
    work.tells({ state: connected }, { state: retrying(), isLocked: true })
    work.tells({ state: retrying(), isLocked: true, now: work.later(holdBackMs * 100) }, { state: connected, isLocked: true })
    expect(work.tells({ state: connected })).toEqual([])
  })

  test('a loss gets its time anew, since the attempt that follows the unlocking may succeed', () => {
    const work = watch()
    work.tells({ state: connected }, { state: retrying(), isLocked: true })
    expect(work.tells({ state: retrying(), now: work.later(holdBackMs * 100) })).toEqual([])
    expect(work.tells({ state: retrying(), now: work.later(holdBackMs) })).toEqual([lost])
  })

  test('a connection that came back is told when it opens, where its loss was told before', () => {
    const work = watch()
    untilLost(work)
    expect(work.tells({ state: connected, isLocked: true })).toEqual([])
    expect(work.tells({ state: connected })).toEqual([back])
  })
})

describe('the setting', () => {
  test('none tells nothing', () => {
    const work = watch({ notifications: 'none' })
    expect(untilLost(work)).toEqual([])
    expect(work.tells({ state: blocked() })).toEqual([])
  })

  test('needs-you tells of neither loss nor return', () => {
    const work = watch({ notifications: 'needs-you' })
    expect(untilLost(work)).toEqual([])
    expect(work.tells({ state: connected })).toEqual([])
    expect(work.tells({ state: blocked() })).toHaveLength(1)
  })

  test('takes a loss back in silence where it was told before', () => {
    const work = watch()
    untilLost(work)
    expect(work.look({ state: connected, notifications: 'none' })).toMatchObject({ show: [], withdraw: ['id-of-work'] })
  })
})

test('accounts are told of apart from each other', () => {
  const tunnels = (home: TunnelState) => [
    { accountId: '1', account: 'Work', state: blocked() },
    { accountId: '2', account: 'Home', state: home },
  ]
  const context = { notifications: 'all', isLocked: false, isWindowFocused: false, now: 0 } as const
  const first = chooseNotifications(noMemory, { tunnels: tunnels(connected), questions: [] }, context)
  expect(first.show.map(({ key }) => key)).toEqual(['1'])
  const second = chooseNotifications(first.memory, { tunnels: tunnels(blocked()), questions: [] }, context)
  expect(second.show.map(({ key }) => key)).toEqual(['2'])
})
