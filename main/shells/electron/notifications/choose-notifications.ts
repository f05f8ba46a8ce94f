import type { Failure } from '../../../../contract/failure.ts'
import type { Settings } from '../../../../contract/settings.ts'
import { accountStatuses, type AccountStatus, type Facts, type Need, type AccountCondition } from './account-status.ts'

/** How long a lost connection is not reported. A change of Wi-Fi takes less. */
export const holdBackMs = 10_000

/** The content of a notification about an account. */
export type News =
  | { readonly kind: 'lost'; readonly failure?: Failure | undefined }
  | { readonly kind: 'back' }
  | { readonly kind: 'needs-you'; readonly need: Need }

export interface ChosenNotification extends Pick<AccountStatus, 'key' | 'accountId' | 'account'> {
  readonly news: News
}

/** The settings and the person's presence, which decide whether a notification is shown. */
export interface NotificationContext {
  readonly notifications: Settings['notifications']
  readonly isLocked: boolean
  /** Whether the person is at the window, which shows the same as a notification. */
  readonly isWindowFocused: boolean
  /** Milliseconds of a monotonic clock. */
  readonly now: number
}

interface Remembered {
  /** Whether the account was connected and is not disconnected since. */
  readonly wasConnected: boolean
  /** Set while a lost connection is tried again. */
  readonly lost?: { readonly since: number; readonly failure?: Failure | undefined }
  /** The last news for the person. `isShown`: its notification is still shown and can be withdrawn. */
  readonly told?: { readonly kind: 'lost' | 'needs-you'; readonly cause: string; readonly isShown: boolean } | undefined
}

/** The state between one look and the next, by the key of the account. */
export type Memory = ReadonlyMap<string, Remembered>

export const noMemory: Memory = new Map()

export interface Choice {
  readonly memory: Memory
  /** Each replaces the one before it with the same key. */
  readonly show: readonly ChosenNotification[]
  /** The keys of the notifications that are no longer true. */
  readonly withdraw: readonly string[]
  /** Milliseconds until the next look without an event; undefined if nothing is held back. */
  readonly lookAgainMs: number | undefined
}

interface Step {
  readonly remembered: Remembered
  readonly news?: News
  readonly isWithdrawn?: boolean
}

const causeOf = (need: Need): string => ('failure' in need ? `failure ${need.failure.code}` : `question ${need.question}`)

const wasConnectedAfter = (before: boolean, condition: AccountCondition): boolean => {
  switch (condition.is) {
    case 'connected':
      return true
    case 'calm':
      return false
    case 'needs-you':
      // A question arrives during an attempt, also during one after a loss; a blocked tunnel ends the earlier state.
      return before && 'question' in condition.need
    case 'trying':
    case 'offline':
      return before
  }
}

/**
 * The time of a loss begins with the first retry. It does not run without a network, behind the lock and while a question waits, so that
 * the attempt afterwards has its full time.
 */
const lostAfter = (
  { wasConnected, lost }: Remembered,
  condition: AccountCondition,
  { isLocked, now }: NotificationContext,
): { readonly lost?: NonNullable<Remembered['lost']> } => {
  if (!wasConnected || isLocked || condition.is !== 'trying') return {}
  const failure = condition.failure ?? lost?.failure
  return { lost: { since: lost?.since ?? now, failure } }
}

const isWanted = (kind: News['kind'], notifications: Settings['notifications']): boolean =>
  notifications === 'all' || (notifications === 'needs-you' && kind === 'needs-you')

/** The present news, and the cause that identifies them. */
const newsOf = (
  { lost, told }: Remembered,
  condition: AccountCondition,
  now: number,
): { readonly news: News; readonly cause: string } | undefined => {
  if (condition.is === 'needs-you') return { news: { kind: 'needs-you', need: condition.need }, cause: causeOf(condition.need) }
  if (condition.is === 'connected' && told?.kind === 'lost' && told.isShown) return { news: { kind: 'back' }, cause: 'back' }
  if (lost === undefined || now - lost.since < holdBackMs) return undefined
  return { news: { kind: 'lost', failure: lost.failure }, cause: 'lost' }
}

/**
 * The step without news. A notification that no longer holds is withdrawn and forgotten, so that its cause would be news again. A need stays
 * remembered after its attempt, because a mail client's next poll would find the same, and one notification is enough for all polls.
 */
const whenQuiet = (remembered: Remembered, condition: AccountCondition, { isWindowFocused }: NotificationContext): Step => {
  const { told, ...rest } = remembered
  if (told === undefined) return { remembered }
  const isOver =
    told.kind === 'lost' ? condition.is === 'connected' || condition.is === 'calm' : condition.is === 'connected' || isWindowFocused
  return isOver ? { remembered: rest, isWithdrawn: told.isShown } : { remembered }
}

const chooseFor = (before: Remembered, condition: AccountCondition, context: NotificationContext): Step => {
  const { notifications, isLocked, isWindowFocused, now } = context
  const remembered: Remembered = {
    wasConnected: wasConnectedAfter(before.wasConnected, condition),
    ...lostAfter(before, condition, context),
    told: before.told,
  }
  const { told, ...rest } = remembered
  if (isLocked) return { remembered }
  const found = newsOf(remembered, condition, now)
  if (found === undefined) return whenQuiet(remembered, condition, context)
  const { news, cause } = found
  if (news.kind === 'back') {
    const isTold = isWanted('back', notifications) && !isWindowFocused
    return { remembered: rest, ...(isTold ? { news } : { isWithdrawn: true }) }
  }
  const isKnown = told?.kind === news.kind && told.cause === cause
  // A reported loss stays remembered: its end is news even if the person has looked at the window meanwhile.
  if (isKnown && !(isWindowFocused && news.kind === 'needs-you')) return { remembered }
  if (isWindowFocused) {
    return { remembered: { ...rest, told: { kind: news.kind, cause, isShown: false } }, isWithdrawn: told?.isShown ?? false }
  }
  if (!isWanted(news.kind, notifications)) return { remembered }
  return { remembered: { ...rest, told: { kind: news.kind, cause, isShown: true } }, news }
}

/**
 * Chooses the notifications to show and to withdraw for `facts`.
 *
 * - *lost*: a connection has been retrying for longer than `holdBackMs`. Not the first attempt after a start, not a connection on first use
 *   that ended its linger, and not without a network, which the computer shows by itself.
 * - *back*: it is connected again, after *lost* was shown.
 * - *needs you*: a tunnel is blocked or a question waits, and the window does not have the focus.
 *
 * Each is shown once for one cause. Behind the lock nothing is shown; news that are still true are shown when the screen is unlocked.
 */
export const chooseNotifications = (memory: Memory, facts: Facts, context: NotificationContext): Choice => {
  const after = new Map<string, Remembered>()
  const show: ChosenNotification[] = []
  const withdraw: string[] = []
  const dueMs: number[] = []
  const statuses = new Map(accountStatuses(facts).map((account) => [account.key, account]))
  for (const key of new Set([...memory.keys(), ...statuses.keys()])) {
    const account = statuses.get(key)
    const step = chooseFor(memory.get(key) ?? { wasConnected: false }, account?.condition ?? { is: 'calm' }, context)
    const { wasConnected, lost, told } = step.remembered
    if (wasConnected || told !== undefined) after.set(key, step.remembered)
    if (step.isWithdrawn === true) withdraw.push(key)
    if (step.news !== undefined && account !== undefined) {
      const { accountId, account: name } = account
      show.push({ key, accountId, account: name, news: step.news })
    }
    if (lost !== undefined && told?.kind !== 'lost') dueMs.push(lost.since + holdBackMs - context.now)
  }
  const stillToCome = dueMs.filter((ms) => ms > 0)
  return { memory: after, show, withdraw, lookAgainMs: stillToCome.length === 0 ? undefined : Math.min(...stillToCome) }
}
