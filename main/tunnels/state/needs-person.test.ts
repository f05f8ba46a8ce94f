import { expect, test } from 'vitest'
import type { DirectFailure, Failure } from '../../../contract/failure.ts'
import { needsPerson } from './needs-person.ts'

const jump = (cause: DirectFailure): Failure => ({ code: 'jump-host-failed', account: 'gate', cause })

test('a jump host that refuses the log-in needs a person; an unreachable one does not', () => {
  expect(needsPerson(jump({ code: 'login-refused', host: 'a', user: 'b', tried: [], accepted: [] }))).toBe(true)
  expect(needsPerson(jump({ code: 'connection-refused', host: 'a', port: 22 }))).toBe(false)
})
