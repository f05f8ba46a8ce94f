import { expect, test } from 'vitest'
import type { Failure } from '../../../contract/failure.ts'
import { needsPerson } from './needs-person.ts'

const jump = (cause: string): Failure => ({ code: 'jump-host-failed', account: 'gate', cause })

test('a jump host that refuses the log-in stops and asks; one that is not reached is tried again', () => {
  expect(needsPerson(jump('login-refused'))).toBe(true)
  expect(needsPerson(jump('connection-refused'))).toBe(false)
})

test('a cause that is no failure of ours is tried again', () => {
  expect(needsPerson(jump('toString'))).toBe(false)
})
