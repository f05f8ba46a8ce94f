import { onTestFinished, vi } from 'vitest'
import type { Failure } from '../../contract/failure.ts'
import type { RequestAnswer, RequestInput, RequestName } from '../../contract/requests.ts'
import { drawn } from './render-hook.ts'

/** One call of a request, which waits until the test answers it. */
export interface HeldCall<Name extends RequestName> {
  readonly input: RequestInput<Name>
  readonly answer: (answer: RequestAnswer<Name>) => Promise<void>
  readonly refuse: (failure: Failure) => Promise<void>
}

/** Stands in for main in `window.postern`, which has this one request: returns its calls, in the order in which they came. */
export const holdCalls = <Name extends RequestName>(name: Name): readonly HeldCall<Name>[] => {
  const calls: HeldCall<Name>[] = []
  const request = (input: RequestInput<Name>): Promise<unknown> =>
    new Promise((resolve) => {
      const settle = (outcome: unknown): Promise<void> => drawn(() => resolve(outcome))
      calls.push({
        input,
        answer: (answer) => settle({ ok: true, answer }),
        refuse: (failure) => settle({ ok: false, failure }),
      })
    })
  vi.stubGlobal('postern', { [name]: request })
  onTestFinished(() => void vi.unstubAllGlobals())
  return calls
}
