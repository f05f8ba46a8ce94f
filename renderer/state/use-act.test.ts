// @vitest-environment jsdom
import { act } from 'react'
import { describe, expect, test } from 'vitest'
import { FailureError } from '../../contract/failure.ts'
import { drawn, renderHook } from '../testing/render-hook.ts'
import { useAct } from './use-act.ts'

const failure = { code: 'keychain-locked' } as const

/** An act that waits until the test ends it, and the started runs. */
const setUp = () => {
  const runs: { readonly input: string; readonly resolve: () => void; readonly reject: (error: unknown) => void }[] = []
  const wait = (input: string): Promise<void> => new Promise((resolve, reject) => runs.push({ input, resolve, reject }))
  const { result } = renderHook(() => useAct(wait), undefined)
  /** A click, whose promise resolves to the outcome of the run. */
  const click = async (input: string): Promise<{ readonly outcome: Promise<boolean> }> =>
    await act(() => Promise.resolve({ outcome: result().run(input) }))
  return { runs, result, click }
}

describe('an act', () => {
  test('is busy until it is done', async () => {
    const { runs, result, click } = setUp()
    expect(result().isBusy).toBe(false)
    const { outcome } = await click('first')
    expect(result().isBusy).toBe(true)
    await drawn(() => runs[0]!.resolve())
    expect(await outcome).toBe(true)
    expect(result()).toMatchObject({ isBusy: false, failure: undefined })
  })

  test('runs once for a double click', async () => {
    const { runs, result, click } = setUp()
    const first = await click('first')
    const second = await click('second')
    expect(await second.outcome).toBe(false)
    expect(runs.map(({ input }) => input)).toEqual(['first'])
    expect(result().isBusy).toBe(true)
    await drawn(() => runs[0]!.resolve())
    expect(await first.outcome).toBe(true)
    await click('third')
    expect(runs.map(({ input }) => input)).toEqual(['first', 'third'])
  })

  test('shows its failure until the next run begins', async () => {
    const { runs, result, click } = setUp()
    const { outcome } = await click('first')
    await drawn(() => runs[0]!.reject(new FailureError(failure)))
    expect(await outcome).toBe(false)
    expect(result()).toMatchObject({ isBusy: false, failure })
    await click('second')
    expect(result()).toMatchObject({ isBusy: true, failure: undefined })
  })

  test('forgets its failure on demand', async () => {
    const { runs, result, click } = setUp()
    await click('first')
    await drawn(() => runs[0]!.reject(new Error('no disk')))
    expect(result().failure).toEqual({ code: 'program-fault', said: 'no disk' })
    act(result().forgetFailure)
    expect(result().failure).toBeUndefined()
  })
})
