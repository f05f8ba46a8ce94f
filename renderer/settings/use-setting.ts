import { useEffect, useState } from 'react'
import type { Failure } from '../../contract/failure.ts'
import type { Settings } from '../../contract/settings.ts'
import { call } from '../postern-client.ts'
import { useAct } from '../state/use-act.ts'
import { useWindowState } from '../state/window-state.ts'

const acknowledgeMs = 2000

export interface Setting<Value> {
  /** The value in main; a new choice shows here once it is saved. */
  readonly value: Value
  /** Resolves to whether the value was saved. */
  readonly change: (value: Value) => Promise<boolean>
  readonly isBusy: boolean
  /** True for a moment after the value was saved. */
  readonly isSaved: boolean
  readonly failure: Failure | undefined
}

/** One setting and its change, which takes effect at once. If main cannot save it, the old value stays and `failure` has the reason. */
export const useSetting = <Name extends keyof Settings>(name: Name): Setting<Settings[Name]> => {
  const value = useWindowState(({ settings }) => settings[name])
  const [savedAt, setSavedAt] = useState<number>()
  const act = useAct((next: Settings[Name]) => call('changeSettings', { change: { [name]: next } }))
  useEffect(() => {
    if (savedAt === undefined) return
    const timer = setTimeout(() => setSavedAt(undefined), acknowledgeMs)
    return () => clearTimeout(timer)
  }, [savedAt])

  const change = async (next: Settings[Name]): Promise<boolean> => {
    if (Object.is(next, value)) return true
    setSavedAt(undefined)
    const isKept = await act.run(next)
    if (isKept) setSavedAt(Date.now())
    return isKept
  }
  return { value, change, isBusy: act.isBusy, isSaved: savedAt !== undefined, failure: act.failure }
}
