import { performance } from 'node:perf_hooks'
import type { Place } from '../../../../contract/place.ts'
import type { Settings } from '../../../../contract/settings.ts'
import type { Translate } from '../../../../words/translate.ts'
import type { WindowService } from '../../../window/window-service.ts'
import { followService } from '../follow-service.ts'
import { chooseNotifications, noMemory, type ChosenNotification } from './choose-notifications.ts'
import type { ShowNotification } from './desktop-notification.ts'
import { notificationWords, type NotificationAct } from './notification-words.ts'
import { accountStatuses, type Facts } from './account-status.ts'

export interface NotifierDependencies {
  readonly service: Pick<WindowService, 'answer' | 'subscribe'>
  readonly settings: Settings
  readonly translate: (settings: Settings) => Translate
  readonly isWindowFocused: () => boolean
  readonly show: ShowNotification
  /** `description` is undefined where no account needs the person. */
  readonly setBadge: (count: number, description: string | undefined) => void
  /** Shows the window, at that place. */
  readonly open: (place: Place) => void
}

export interface Notifier {
  readonly setLocked: (isLocked: boolean) => void
  /** The window was shown, hidden, focused or blurred. */
  readonly windowChanged: () => void
  readonly close: () => void
}

/** The number of accounts that need the person, with or without a notification. */
export const chooseBadge = (facts: Facts): number =>
  accountStatuses(facts).filter(({ condition }) => condition.is === 'needs-you').length

/** Shows the chosen notifications and the badge, and runs the timers of chooseNotifications. */
export const createNotifier = (dependencies: NotifierDependencies): Notifier => {
  const { service, show, open } = dependencies
  let { settings } = dependencies
  let facts: Facts = { tunnels: [], questions: [] }
  let memory = noMemory
  let isLocked = false
  let timer: NodeJS.Timeout | undefined
  let badge = 0
  // Kept, since a notification without a reference is collected, with its click handler.
  const shown = new Map<string, () => void>()

  const takeBack = (key: string): void => {
    shown.get(key)?.()
    shown.delete(key)
  }

  const showOne = (t: Translate, chosen: ChosenNotification): void => {
    const { key, accountId, news } = chosen
    const act = (what: NotificationAct): void => {
      if (what === 'retry' && accountId !== undefined) void service.answer('retry', { accountId })
      else open(accountId === undefined ? { place: 'accounts' } : { place: 'account', accountId })
    }
    takeBack(key)
    shown.set(key, show(notificationWords(t, chosen), act, { isSilent: news.kind !== 'needs-you' }))
  }

  const look = (): void => {
    clearTimeout(timer)
    const context = {
      notifications: settings.notifications,
      isLocked,
      now: performance.now(),
      isWindowFocused: dependencies.isWindowFocused(),
    }
    const choice = chooseNotifications(memory, facts, context)
    memory = choice.memory
    choice.withdraw.forEach(takeBack)
    const t = dependencies.translate(settings)
    for (const chosen of choice.show) showOne(t, chosen)
    if (choice.lookAgainMs !== undefined) timer = setTimeout(look, choice.lookAgainMs)
    showBadge(t)
  }

  const showBadge = (t: Translate): void => {
    const count = chooseBadge(facts)
    if (count === badge) return
    badge = count
    dependencies.setBadge(count, count === 0 ? undefined : t('notify.badge', { count }))
  }

  service.subscribe((name, payload) => {
    if (name !== 'SettingsChanged') return
    settings = payload as Settings
    look()
  })
  void followService(service, (changed) => {
    facts = changed
    look()
  })

  return {
    setLocked: (locked) => {
      isLocked = locked
      look()
    },
    windowChanged: look,
    close: () => {
      clearTimeout(timer)
      for (const key of [...shown.keys()]) takeBack(key)
    },
  }
}
