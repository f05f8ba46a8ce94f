import { EventEmitter } from 'node:events'
import { beforeEach, expect, test } from 'vitest'
import { endWithSession } from './end-of-session.ts'
import { followPower } from './follow-power.ts'

// The events of the OS are injected, because no test can put the machine to sleep.
let power: EventEmitter
let window: EventEmitter
let calls: string[]

beforeEach(() => {
  power = new EventEmitter()
  window = new EventEmitter()
  calls = []
  followPower({
    power,
    networkChanged: () => void calls.push('network'),
    onLock: (isLocked) => void calls.push(isLocked ? 'locked' : 'unlocked'),
  })
  endWithSession({ power, window }, () => void calls.push('end'))
})

test('a machine that wakes up has another network', () => {
  power.emit('suspend')
  expect(calls).toEqual([])
  power.emit('resume')
  expect(calls).toEqual(['network'])
})

test('the network is asked anew before what happened behind the lock is told', () => {
  power.emit('lock-screen')
  power.emit('unlock-screen')
  expect(calls).toEqual(['locked', 'network', 'unlocked'])
})

test('a machine that goes down waits for the end, which begins at once', () => {
  let isPrevented = false
  power.emit('shutdown', { preventDefault: () => (isPrevented = true) })
  expect({ calls, isPrevented }).toEqual({ calls: ['end'], isPrevented: true })
})

test('Windows is not asked to wait, and nothing ends while the session may still go on', () => {
  window.emit('query-session-end', { preventDefault: () => calls.push('prevented') })
  expect(calls).toEqual([])
  window.emit('session-end')
  expect(calls).toEqual(['end'])
})
