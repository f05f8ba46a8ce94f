import { useCallback, useState } from 'react'
import type { Failure } from '../../contract/failure.ts'
import { failureToShow } from './failure-to-show.ts'

export interface Act<Input extends readonly unknown[]> {
  readonly run: (...input: Input) => Promise<boolean>
  readonly isBusy: boolean
  /** The failure of the last run; cleared when the next one begins. */
  readonly failure: Failure | undefined
  readonly forgetFailure: () => void
}

/** An act that a click starts and that may fail. `run` resolves to whether the act succeeded; a second click meanwhile does nothing. */
export const useAct = <Input extends readonly unknown[]>(act: (...input: Input) => Promise<unknown>): Act<Input> => {
  const [isBusy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure>()
  const run = async (...input: Input): Promise<boolean> => {
    if (isBusy) return false
    setBusy(true)
    setFailure(undefined)
    try {
      await act(...input)
      return true
    } catch (error) {
      setFailure(failureToShow(error))
      return false
    } finally {
      setBusy(false)
    }
  }
  const forgetFailure = useCallback(() => setFailure(undefined), [])
  return { run, isBusy, failure, forgetFailure }
}
