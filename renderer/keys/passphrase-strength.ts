import type { ZxcvbnResult } from '@zxcvbn-ts/core'

/** From a passphrase that a program guesses in hours to one that it does not guess. */
export const strengthLevels = ['weak', 'fair', 'good', 'strong'] as const
export type StrengthLevel = (typeof strengthLevels)[number]

/** What makes a passphrase easy to guess; each has its own words, keys.strength.why. */
export type Weakness = 'common' | 'word' | 'name' | 'known' | 'keyboard' | 'repeat' | 'sequence' | 'date' | 'short'

export interface Strength {
  readonly level: StrengthLevel
  /** Only where the passphrase is weak or fair. */
  readonly weakness?: Weakness
}

// The names that zxcvbn gives its warnings where it is given no texts.
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
 * zxcvbn's judgement in the terms that a person reads.
 *
 * SECURITY: zxcvbn's answer holds the passphrase and its pieces; nothing of them is passed on.
 */
export const strengthOf = ({ score, feedback }: Pick<ZxcvbnResult, 'score' | 'feedback'>): Strength => {
  const level = levelOf[score]
  if (level === 'good' || level === 'strong') return { level }
  return { level, weakness: weaknesses[feedback.warning ?? ''] ?? 'short' }
}
