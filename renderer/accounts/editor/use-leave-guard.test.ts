// @vitest-environment jsdom
import { act } from 'react'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { renderHook } from '../../testing/render-hook.ts'
import { useLeaveGuard } from './use-leave-guard.ts'

beforeEach(() => history.replaceState(null, '', '#/form'))

/** The places that reach the router. */
const routed = (): readonly string[] => {
  const places: string[] = []
  const listener = () => places.push(location.hash)
  addEventListener('hashchange', listener)
  onTestFinished(() => removeEventListener('hashchange', listener))
  return places
}
/** Navigates like the router's links: first changes the address, then dispatches an event. */
const followLink = (hash: string): void =>
  act(() => {
    history.pushState(null, '', hash)
    dispatchEvent(new HashChangeEvent('hashchange'))
  })
/** Whether the window would close at once. */
const closes = (): boolean => dispatchEvent(new Event('beforeunload', { cancelable: true }))

const guard = (isWanted: boolean) => {
  const hook = renderHook(useLeaveGuard, isWanted)
  return { ...hook, places: routed() }
}

describe('a form that is not saved', () => {
  test('stops a link, and stays if the person chooses so', () => {
    const { result, places } = guard(true)
    followLink('#/other')
    expect([location.hash, places, result().isAsked]).toEqual(['#/form', [], true])
    act(() => result().stay())
    expect([location.hash, result().isAsked]).toEqual(['#/form', false])
    followLink('#/other')
    expect(result().isAsked).toBe(true)
  })

  test('follows the link if the person chooses so', () => {
    const { result, places } = guard(true)
    followLink('#/other')
    act(() => result().leave())
    expect([location.hash, places, result().isAsked]).toEqual(['#/other', ['#/other'], false])
  })

  test('asks before the window closes', () => {
    guard(true)
    expect(closes()).toBe(false)
  })
})

test.each([
  ['was not changed', () => guard(false)],
  [
    'was saved',
    () => {
      const made = guard(true)
      made.result().release()
      return made
    },
  ],
  [
    'is gone',
    () => {
      const made = guard(true)
      made.unmount()
      return made
    },
  ],
])('a form that %s holds nothing', (_, begin) => {
  const { result, places } = begin()
  followLink('#/other')
  expect([location.hash, places, result().isAsked]).toEqual(['#/other', ['#/other'], false])
  expect(closes()).toBe(true)
})
