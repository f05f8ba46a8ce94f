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

/** Replaces main in `window.postern`, with this one request. Returns the calls of the request, in their order. */
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
