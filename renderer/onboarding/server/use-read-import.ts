import { useEffect, useState } from 'react'
import type { Failure } from '../../../contract/failure.ts'
import type { ImportedAccount } from '../../../contract/imported-account.ts'
import { call } from '../../postern-client.ts'
import { failureToShow } from '../../state/failure-to-show.ts'

export type ImportReading =
  | { readonly name: 'nothing' | 'reading' }
  | { readonly name: 'read'; readonly accounts: readonly ImportedAccount[] }
  | { readonly name: 'failed'; readonly failure: Failure }

/** The largest file that is read, in bytes: the longest text that main accepts, in UTF-16. */
export const maxFileBytes = 400_000
/** The longest text that main accepts, in UTF-16 units. */
const maxTextLength = 200_000
/** Long enough that a typed line causes one request. */
const pauseMs = 400

/** The failure of a text that is too long, as main would return it. */
export const textTooLong: Failure = { code: 'input-invalid', field: 'import', value: '…', reason: 'import-too-long' }

/** The accounts that main reads from a text, requested anew after each change. Nothing is saved. */
export const useReadImport = (text: string): ImportReading => {
  const [result, setResult] = useState<{ readonly of: string; readonly reading: ImportReading }>()
  useEffect(() => {
    if (text.trim() === '' || text.length > maxTextLength) return
    let isOutdated = false
    const answer = (reading: ImportReading): void => {
      if (!isOutdated) setResult({ of: text, reading })
    }
    const timer = setTimeout(() => {
      call('readImport', { text }).then(
        (accounts) => answer({ name: 'read', accounts }),
        (error: unknown) => answer({ name: 'failed', failure: failureToShow(error) }),
      )
    }, pauseMs)
    return () => {
      isOutdated = true
      clearTimeout(timer)
    }
  }, [text])

  if (text.trim() === '') return { name: 'nothing' }
  if (text.length > maxTextLength) return { name: 'failed', failure: textTooLong }
  return result?.of === text ? result.reading : { name: 'reading' }
}
