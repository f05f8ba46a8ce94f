import { useEffect, useState } from 'react'
import type { Failure } from '../../../contract/failure.ts'
import type { PublicIdentity } from '../../../contract/identity.ts'
import { call } from '../../postern-client.ts'
import { failureToShow } from '../../state/failure-to-show.ts'

export type KeyFileCheck =
  | { readonly name: 'unchecked' | 'checking' }
  | { readonly name: 'readable'; readonly key: PublicIdentity }
  | { readonly name: 'obstacle'; readonly failure: Failure }

const pauseMs = 400

/** Reads the public part of a key file, again after each change of its path. */
export const useKeyFileCheck = (typed: string): KeyFileCheck => {
  const [result, setResult] = useState<{ readonly of: string; readonly check: KeyFileCheck }>()
  const path = typed.trim()
  useEffect(() => {
    if (path === '') return
    let isOutdated = false
    const answer = (check: KeyFileCheck): void => {
      if (!isOutdated) setResult({ of: path, check })
    }
    const timer = setTimeout(() => {
      call('inspectIdentity', { reference: { kind: 'file', path } }).then(
        (key) => answer({ name: 'readable', key }),
        (error: unknown) => answer({ name: 'obstacle', failure: failureToShow(error) }),
      )
    }, pauseMs)
    return () => {
      isOutdated = true
      clearTimeout(timer)
    }
  }, [path])

  if (path === '') return { name: 'unchecked' }
  return result?.of === path ? result.check : { name: 'checking' }
}
