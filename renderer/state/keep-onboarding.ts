import type { Onboarding } from '../../contract/onboarding.ts'
import { call } from '../postern-client.ts'
import { useWindowStore } from './window-state.ts'

/** The pause in typing, in milliseconds, after which the typed text is saved. */
const pauseMs = 300

let timer: ReturnType<typeof setTimeout> | undefined

const save = async (): Promise<void> => {
  clearTimeout(timer)
  timer = undefined
  await call('saveOnboarding', { onboarding: useWindowStore.getState().onboarding ?? null })
}

/** Saves the latest changes now. Rejects with FailureError. */
export const keepOnboardingNow = async (): Promise<void> => {
  if (timer !== undefined) await save()
}

/**
 * Changes the unfinished wizard on the screen at once and on disk a moment later, so that its values are kept when the person quits. Every
 * step forward waits for `keepOnboardingNow`, which rejects if the state cannot be saved.
 */
export const changeOnboarding = (onboarding: Onboarding): void => {
  useWindowStore.setState({ onboarding })
  clearTimeout(timer)
  timer = setTimeout(() => void save().catch(() => undefined), pauseMs)
}

/**
 * Deletes the unfinished wizard on disk. The window's state keeps it, since the wizard's page would begin another one. Rejects with
 * FailureError.
 */
export const forgetOnboarding = async (): Promise<void> => {
  clearTimeout(timer)
  timer = undefined
  await call('saveOnboarding', { onboarding: null })
}

// A hidden window may be about to close.
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'hidden') void keepOnboardingNow().catch(() => undefined)
})
