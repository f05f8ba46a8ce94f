import type { ZxcvbnResult } from '@zxcvbn-ts/core'

/** From a passphrase that a program guesses within hours to one that it cannot guess. */
export const strengthLevels = ['weak', 'fair', 'good', 'strong'] as const
export type StrengthLevel = (typeof strengthLevels)[number]

/** The reason why a passphrase is easy to guess; each has its own words, keys.strength.why. */
export type Weakness = 'common' | 'word' | 'name' | 'known' | 'keyboard' | 'repeat' | 'sequence' | 'date' | 'short'

export interface Strength {
  readonly level: StrengthLevel
  /** Only for a weak or fair passphrase. */
  readonly weakness?: Weakness
}

// The keys of zxcvbn's warnings, which it returns without translations.
const weaknesses: Readonly<Record<string, Weakness>> = {
  straightRow: 'keyboard',
  keyPattern: 'keyboard',
  simpleRepeat: 'repeat',
  extendedRepeat: 'repeat',
  sequences: 'sequence',
  recentYears: 'date',
  dates: 'date',
  topTen: 'common',
  topHundred: 'common',
  common: 'common',
  similarToCommon: 'common',
  pwned: 'common',
  wordByItself: 'word',
  namesByThemselves: 'name',
  commonNames: 'name',
  userInputs: 'known',
}

const levelOf: Readonly<Record<ZxcvbnResult['score'], StrengthLevel>> = { 0: 'weak', 1: 'weak', 2: 'fair', 3: 'good', 4: 'strong' }

/**
 * Turns zxcvbn's result into a level and a weakness, which the window has words for.
 *
 * SECURITY: zxcvbn's answer contains the passphrase and its parts; none of them is passed on.
 */
export const strengthOf = ({ score, feedback }: Pick<ZxcvbnResult, 'score' | 'feedback'>): Strength => {
  const level = levelOf[score]
  if (level === 'good' || level === 'strong') return { level }
  return { level, weakness: weaknesses[feedback.warning ?? ''] ?? 'short' }
}
