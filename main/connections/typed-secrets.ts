/**
 * The typed secrets that have worked, in memory until quit, so that a tunnel connects again after a drop without a question (recipe R15).
 * They are never written anywhere.
 */
export interface TypedSecrets {
  readonly recall: (owner: string) => string | undefined
  readonly keep: (owner: string, secret: string) => void
}

export const createTypedSecrets = (): TypedSecrets => {
  const secrets = new Map<string, string>()
  return {
    recall: (owner) => secrets.get(owner),
    keep: (owner, secret) => {
      secrets.set(owner, secret)
    },
  }
}
