import type { Onboarding } from '../../contract/onboarding.ts'
import { useWindowState } from '../state/window-state.ts'
import { isBegun } from './is-begun.ts'

/** The wizard's state, if the person has chosen or typed something in it. */
export const useUnfinished = (): Onboarding | undefined =>
  useWindowState(({ onboarding, about }) => (onboarding !== null && isBegun(onboarding, about.userName) ? onboarding : undefined))
