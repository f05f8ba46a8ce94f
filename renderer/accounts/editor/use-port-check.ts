import { useEffect, useState } from 'react'
import type { Failure } from '../../../contract/failure.ts'
import { PortSchema } from '../../../contract/local-forward.ts'
import { call } from '../../postern-client.ts'
import { failureToShow } from '../../state/failure-to-show.ts'
import { portOf, type ForwardValues } from './account-values.ts'

export type PortCheck =
  | { readonly name: 'unchecked' | 'checking' | 'free' }
  | { readonly name: 'obstacle'; readonly failure: Failure; readonly suggestion?: Suggestion }

export interface Suggestion {
  readonly bindAddress: ForwardValues['bindAddress']
  readonly bindPort: number
}

// Long enough that typing 11143 asks once.
const pauseMs = 250

interface Wanted extends Pick<ForwardValues, 'bindAddress'> {
  readonly port: number
  readonly accountId: string | undefined
  readonly forwardId: string
  /** The local ports of the other forwards in the form. */
  readonly others: readonly number[]
}

const check = async ({ bindAddress, port, accountId, forwardId, others }: Wanted): Promise<PortCheck> => {
  const another = async (from: number): Promise<Suggestion> => ({
    bindAddress,
    bindPort: await call('proposeLocalPort', { destinationPort: from, taken: [...others] }),
  })
  if (others.includes(port)) {
    const failure: Failure = { code: 'input-invalid', field: 'bindPort', value: String(port), reason: 'port-twice' }
    return { name: 'obstacle', failure, suggestion: await another(port) }
  }
  const answer = await call('checkLocalPort', {
    bindAddress,
    port,
    accountId,
    ...(forwardId === '' ? {} : { forwardId }),
  })
  if (answer.free) return { name: 'free' }
  const { failure } = answer
  // Main compares with the saved account. The form's present forwards were compared above.
  if (failure.code === 'input-invalid' && failure.reason === 'port-twice') return { name: 'free' }
  if (failure.code === 'address-not-available')
    return { name: 'obstacle', failure, suggestion: { bindAddress: otherAddress[bindAddress], bindPort: answer.suggestion } }
  const isFreeHere = !others.includes(answer.suggestion)
  const suggestion = isFreeHere ? { bindAddress, bindPort: answer.suggestion } : await another(answer.suggestion)
  return { name: 'obstacle', failure, suggestion }
}

const otherAddress = { '127.0.0.1': '::1', '::1': '127.0.0.1' } as const

/** Checks whether the local port of a forward is free, again after each change. */
export const usePortCheck = (
  { id, bindAddress, bindPort, enabled }: Pick<ForwardValues, 'id' | 'bindAddress' | 'bindPort' | 'enabled'>,
  accountId: string | undefined,
  others: readonly number[],
): PortCheck => {
  const [result, setResult] = useState<{ readonly of: string; readonly check: PortCheck }>()
  const port = portOf(bindPort)
  const isWanted = enabled && PortSchema.safeParse(port).success
  const question = JSON.stringify({ bindAddress, port, accountId, forwardId: id, others })

  useEffect(() => {
    if (!isWanted) return
    let isOutdated = false
    const answer = (checked: PortCheck): void => {
      if (!isOutdated) setResult({ of: question, check: checked })
    }
    const timer = setTimeout(() => {
      const wanted = { accountId, ...(JSON.parse(question) as Omit<Wanted, 'accountId'>) }
      check(wanted).then(answer, (error: unknown) => answer({ name: 'obstacle', failure: failureToShow(error) }))
    }, pauseMs)
    return () => {
      isOutdated = true
      clearTimeout(timer)
    }
  }, [isWanted, question, accountId])

  if (!isWanted) return { name: 'unchecked' }
  return result?.of === question ? result.check : { name: 'checking' }
}
