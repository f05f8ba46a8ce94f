import { create } from 'zustand'
import type { About } from '../../contract/about.ts'
import type { Account } from '../../contract/account.ts'
import type { Desktop } from '../../contract/desktop.ts'
import type { LogLine } from '../../contract/events.ts'
import type { Failure } from '../../contract/failure.ts'
import type { Onboarding } from '../../contract/onboarding.ts'
import type { Place } from '../../contract/place.ts'
import type { PendingQuestion } from '../../contract/question.ts'
import type { Settings } from '../../contract/settings.ts'
import type { ForwardTraffic } from '../../contract/traffic.ts'
import type { TunnelStatus } from '../../contract/tunnel-state.ts'
import type { Update } from '../../contract/update.ts'

/** The state that the window draws: the last value of each part from main. It holds no secret and decides nothing. */
export interface WindowState {
  readonly accounts: readonly Account[]
  readonly tunnels: readonly TunnelStatus[]
  readonly traffic: readonly ForwardTraffic[]
  readonly questions: readonly PendingQuestion[]
  /** Oldest first, with all lines that main keeps. */
  readonly log: readonly LogLine[]
  readonly settings: Settings
  readonly about: About
  readonly desktop: Desktop
  readonly update: Update
  /** The unfinished wizard, or null. The window itself changes it, by state/keep-onboarding.ts. */
  readonly onboarding: Onboarding | null
}

/** Each part arrives with an answer of its own; `phase` is `ready` after all have arrived. */
export interface WindowStore extends Partial<WindowState> {
  readonly phase: 'loading' | 'ready' | 'failed'
  /** The failure of the load, and a function that loads again. */
  readonly failure?: Failure
  readonly again?: () => void
  /** The place that the tray or a notification asks for, until the window shows it. */
  readonly askedPlace?: Place | undefined
}

export const useWindowStore = create<WindowStore>(() => ({ phase: 'loading' }))

/** A part of the window's state; redraws when that part changes. Only for components that are drawn after `phase` is `ready`. */
export const useWindowState = <Part>(part: (state: WindowState) => Part): Part =>
  useWindowStore((state) => {
    if (state.phase !== 'ready') throw new Error('drawn before main has answered')
    // `ready` means that every part is defined.
    return part(state as WindowState)
  })
