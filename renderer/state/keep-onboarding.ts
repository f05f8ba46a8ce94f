import type { Onboarding } from '../../contract/onboarding.ts'
import { call } from '../postern-client.ts'
import { useWindowStore } from './window-state.ts'

/** As long as a person may type on before what they typed is kept. */
const pauseMs = 300

let timer: ReturnType<typeof setTimeout> | undefined

const save = async (): Promise<void> => {
  clearTimeout(timer)
  timer = undefined
  await call('saveOnboarding', { onboarding: useWindowStore.getState().onboarding ?? null })
}

/** Keeps what is still to be kept, now. Rejects with FailureError. */
export const keepOnboardingNow = async (): Promise<void> => {
  if (timer !== undefined) await save()
}

/**
 * Changes the unfinished wizard on the screen at once and on disk a moment later, so that quitting half-way loses nothing. A failure to
 * keep it is told by `keepOnboardingNow`, which every step forward waits for.
 */
export const changeOnboarding = (onboarding: Onboarding): void => {
  useWindowStore.setState({ onboarding })
  clearTimeout(timer)
  timer = setTimeout(() => void save().catch(() => undefined), pauseMs)
}

/** Lets the unfinished wizard go on disk. The screen keeps it until its own page is left, which would begin another. Rejects with FailureError. */
export const forgetOnboarding = async (): Promise<void> => {
  clearTimeout(timer)
  timer = undefined
  await call('saveOnboarding', { onboarding: null })
}

// A window that goes out of sight may be on its way out.
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'hidden') void keepOnboardingNow().catch(() => undefined)
})
