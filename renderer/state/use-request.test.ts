// @vitest-environment jsdom
import { act } from 'react'
import { describe, expect, test } from 'vitest'
import { holdCalls } from '../testing/fake-postern.ts'
import { renderHook } from '../testing/render-hook.ts'
import { useRequest } from './use-request.ts'

const failure = { code: 'keychain-locked' } as const

const setUp = () => {
  const calls = holdCalls('proposeLocalPort')
  const usePort = (destinationPort: number) => useRequest('proposeLocalPort', { destinationPort, taken: [] })
  const hook = renderHook(usePort, 110)
  return { calls, ...hook }
}

describe('a request of a screen', () => {
  test('returns the answer of main', async () => {
    const { calls, result } = setUp()
    expect(result()).toMatchObject({ answer: undefined, failure: undefined, isAsking: true })
    expect(calls.map(({ input }) => input)).toEqual([{ destinationPort: 110, taken: [] }])
    await calls[0]!.answer(11_110)
    expect(result()).toMatchObject({ answer: 11_110, failure: undefined, isAsking: false })
  })

  test('is sent once for equal inputs', async () => {
    const { calls, render } = setUp()
    await calls[0]!.answer(11_110)
    render(110)
    expect(calls).toHaveLength(1)
  })

  test('keeps the last answer during a request with another input', async () => {
    const { calls, result, render } = setUp()
    await calls[0]!.answer(11_110)
    render(143)
    expect(result()).toMatchObject({ answer: 11_110, isAsking: true })
    await calls[1]!.answer(11_143)
    expect(result()).toMatchObject({ answer: 11_143, isAsking: false })
  })

  test('drops a late answer to an older input', async () => {
    const { calls, result, render } = setUp()
    render(143)
    await calls[1]!.answer(11_143)
    await calls[0]!.answer(11_110)
    expect(result()).toMatchObject({ answer: 11_143, failure: undefined, isAsking: false })
  })

  test('drops a late failure of an older input', async () => {
    const { calls, result, render } = setUp()
    render(143)
    await calls[1]!.answer(11_143)
    await calls[0]!.refuse(failure)
    expect(result()).toMatchObject({ answer: 11_143, failure: undefined, isAsking: false })
  })

  test('still waits after an early answer to an older input', async () => {
    const { calls, result, render } = setUp()
    render(143)
    await calls[0]!.answer(11_110)
    expect(result()).toMatchObject({ answer: undefined, isAsking: true })
  })

  test('is sent again on demand, and a failure is gone with the next answer', async () => {
    const { calls, result } = setUp()
    await calls[0]!.refuse(failure)
    expect(result()).toMatchObject({ answer: undefined, failure, isAsking: false })
    act(result().again)
    expect(result()).toMatchObject({ failure, isAsking: true })
    await calls[1]!.answer(11_110)
    expect(result()).toMatchObject({ answer: 11_110, failure: undefined, isAsking: false })
  })
})
