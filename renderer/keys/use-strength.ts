import { useEffect, useState } from 'react'
import type { Strength } from './passphrase-strength.ts'

/** The pause in typing, in milliseconds, after which the passphrase is judged. */
const pauseMs = 250

/** The strength of a passphrase, judged after a pause in typing; undefined while the passphrase is empty or not judged yet. */
export const useStrength = (passphrase: string, known: readonly string[]): Strength | undefined => {
  const [judged, setJudged] = useState<Strength>()
  const beside = known.join('\n')
  useEffect(() => {
    // The word lists load before the person types.
    void import('./judge-passphrase.ts').catch(() => undefined)
  }, [])
  useEffect(() => {
    if (passphrase === '') {
      setJudged(undefined)
      return
    }
    let isOutdated = false
    const timer = setTimeout(() => {
      import('./judge-passphrase.ts').then(
        ({ judgePassphrase }) => {
          if (!isOutdated) setJudged(judgePassphrase(passphrase, beside.split('\n')))
        },
        // Without the word lists the form shows no strength.
        () => undefined,
      )
    }, pauseMs)
    return () => {
      isOutdated = true
      clearTimeout(timer)
    }
  }, [passphrase, beside])
  return judged
}
