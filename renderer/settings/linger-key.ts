import type { Account } from '../../contract/account.ts'
import type { Settings } from '../../contract/settings.ts'

/** An account that has no linger of its own. */
export const asSettings = 'as-settings'
const never = 'never'

/** The key of a linger in a list of choices. */
export type LingerKey = typeof asSettings | typeof never | `${number}`

export const lingerKey = (seconds: Account['lingerSeconds']): LingerKey => {
  if (seconds === undefined) return asSettings
  return seconds === null ? never : `${seconds}`
}

export const lingerOfKey = (key: LingerKey): Account['lingerSeconds'] => {
  if (key === asSettings) return undefined
  return key === never ? null : Number(key)
}

/** The lingers to choose from (recipe R5), shortest first and for ever (`null`) last. Another present value is among them. */
export const lingerChoices = (current: Account['lingerSeconds']): readonly Settings['lingerSeconds'][] => {
  const spans = new Set([5, 60, 300, ...(typeof current === 'number' ? [current] : [])])
  return [...[...spans].sort((one, other) => one - other), null]
}
