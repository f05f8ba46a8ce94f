import { useCallback, useEffect, useState } from 'react'
import type { Failure } from '../../contract/failure.ts'
import type { RequestAnswer, RequestInput, RequestName } from '../../contract/requests.ts'
import { call } from '../postern-client.ts'
import { failureToShow } from './failure-to-show.ts'

export interface Requested<Answer> {
  /** Undefined until the first answer; then the last one, also during a new request. */
  readonly answer: Answer | undefined
  readonly failure: Failure | undefined
  /** Whether a request waits for its answer. */
  readonly isAsking: boolean
  readonly again: () => void
}

/** Sends a request when the screen opens and whenever the input changes. The answer to an older request is dropped. */
export const useRequest = <Name extends RequestName>(name: Name, input: RequestInput<Name>): Requested<RequestAnswer<Name>> => {
  const [answer, setAnswer] = useState<RequestAnswer<Name>>()
  const [failure, setFailure] = useState<Failure>()
  const [round, setRound] = useState(0)
  // An input is a small value, so its JSON text shows whether it has changed.
  const asked = JSON.stringify(input)
  const question = `${name} ${asked} ${round}`
  const [settled, setSettled] = useState<string>()
  useEffect(() => {
    let isCurrent = true
    call(name, JSON.parse(asked) as RequestInput<Name>).then(
      (given) => {
        if (!isCurrent) return
        setAnswer(given)
        setFailure(undefined)
        setSettled(question)
      },
      (error: unknown) => {
        if (!isCurrent) return
        setFailure(failureToShow(error))
        setSettled(question)
      },
    )
    return () => {
      isCurrent = false
    }
  }, [name, asked, question])
  const again = useCallback(() => setRound((count) => count + 1), [])
  return { answer, failure, isAsking: settled !== question, again }
}
