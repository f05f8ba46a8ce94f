/**
 * What a person typed and was seen to work, in memory until quit, so that a tunnel comes back after a drop without asking again
 * (recipe R15). Never written anywhere.
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
