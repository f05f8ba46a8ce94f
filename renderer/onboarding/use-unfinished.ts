import type { Onboarding } from '../../contract/onboarding.ts'
import { useWindowState } from '../state/window-state.ts'
import { isBegun } from './is-begun.ts'

/** The wizard, where there is one in which something was chosen or typed. */
export const useUnfinished = (): Onboarding | undefined =>
  useWindowState(({ onboarding, about }) => (onboarding !== null && isBegun(onboarding, about.userName) ? onboarding : undefined))
