import type { LogLine } from '../../contract/events.ts'
import type { RequestAnswer } from '../../contract/requests.ts'
import { call, subscribe } from '../postern-client.ts'
import { failureToShow } from './failure-to-show.ts'
import { createFrameBatch } from './frame-batch.ts'
import { useWindowStore, type WindowState, type WindowStore } from './window-state.ts'

/** The number of lines that main keeps. */
const longestLog = 2000

/** The request that returns each part of the state whole. */
const sources = {
  accounts: 'listAccounts',
  tunnels: 'listTunnels',
  traffic: 'listTraffic',
  questions: 'listQuestions',
  log: 'listLogLines',
  settings: 'getSettings',
  about: 'getAbout',
  desktop: 'getDesktop',
  update: 'getUpdate',
  onboarding: 'getOnboarding',
} as const satisfies Record<keyof WindowState, string>

const parts = Object.keys(sources) as readonly (keyof typeof sources)[]

/**
 * Loads the state of the window and follows main's events from then on. Answers and events arrive in the order in which main sent them, so
 * each one is newer than those before and is applied at once.
 */
export const followMain = async (): Promise<void> => {
  const change = createFrameBatch<WindowStore>({
    read: useWindowStore.getState,
    write: (state) => useWindowStore.setState(state, true),
  })

  const load = async (): Promise<void> => {
    const loadPart = async (part: keyof typeof sources): Promise<void> => {
      const answer: RequestAnswer<(typeof sources)[typeof part]> = await call(sources[part], {})
      change(() => ({ [part]: answer }))
    }
    await Promise.all(parts.map(loadPart))
    change(() => ({ phase: 'ready' }))
  }

  subscribe('AccountsChanged', (accounts) => change(() => ({ accounts })))
  subscribe('TunnelsChanged', (tunnels) => change(() => ({ tunnels })))
  subscribe('TrafficCounted', (traffic) => change(() => ({ traffic })))
  subscribe('SettingsChanged', (settings) => change(() => ({ settings })))
  subscribe('UpdateChanged', (update) => change(() => ({ update })))
  // In the same queue as the accounts of an earlier event, because the place may be the page of a new account.
  subscribe('PlaceAsked', (askedPlace) => change(() => ({ askedPlace })))
  subscribe('QuestionAsked', (asked) =>
    change(({ questions = [] }) => ({ questions: [...questions.filter(({ id }) => id !== asked.id), asked] })),
  )
  subscribe('QuestionClosed', (closed) =>
    change(({ questions = [] }) => ({ questions: questions.filter(({ id }) => id !== closed.id) })),
  )
  subscribe('LogLineWritten', (line) => change(({ log = [] }) => ({ log: withLine(log, line) })))

  // The command line may have changed the same files while the window was hidden.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') load().catch(() => undefined)
  })

  const begin = async (): Promise<void> => {
    change(() => ({ phase: 'loading' }))
    try {
      await load()
    } catch (error) {
      // In the same queue as the parts that have arrived: the next frame would overwrite a direct write.
      change(() => ({ phase: 'failed', failure: failureToShow(error), again: () => void begin() }))
    }
  }
  await begin()
}

const withLine = (log: readonly LogLine[], line: LogLine): readonly LogLine[] => [...log, line].slice(-longestLog)
