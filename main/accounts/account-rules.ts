import { AccountSchema, type Account } from '../../contract/account.ts'
import { FailureError } from '../../contract/failure.ts'
import type { StoredData } from './account-store.ts'
import { invalidBySchema, invalidInput } from './invalid-input.ts'

/** Parses an account that a shell passed in. Throws `input-invalid` with the path of the field, its value and the reason. */
export const parseAccount = (input: unknown): Account => {
  const parsed = AccountSchema.safeParse(input)
  if (!parsed.success) throw new FailureError(invalidBySchema(input, parsed.error))
  return parsed.data
}

/** Whether two names differ only in case, or in how an accent is encoded. */
export const sameName = (one: string, other: string): boolean => foldName(one) === foldName(other)
const foldName = (name: string): string => name.normalize('NFC').toLowerCase()

/** Checks `account` against everything else that is configured. Throws the failure of the first rule that it breaks. */
export const demandConsistent = (account: Account, { accounts, identities }: StoredData): void => {
  const others = accounts.filter(({ id }) => id !== account.id)
  if (others.some(({ name }) => sameName(name, account.name)))
    throw new FailureError({ code: 'account-exists', account: account.name })
  const { identity } = account
  if (identity?.kind === 'kept' && !identities.some(({ name }) => name === identity.name))
    throw new FailureError({ code: 'identity-not-found', identity: identity.name })
  demandDistinctForwards(account)
  demandJumpLeadsSomewhere(account, others)
}

const demandDistinctForwards = (account: Account): void => {
  const { forwards } = account
  forwards.forEach((forward, index) => {
    const before = forwards.slice(0, index)
    if (before.some(({ id }) => id === forward.id)) throw invalidInput(account, ['forwards', index, 'id'], 'forward-twice')
    if (before.some(({ bindAddress, bindPort }) => bindAddress === forward.bindAddress && bindPort === forward.bindPort))
      throw invalidInput(account, ['forwards', index, 'bindPort'], 'port-twice')
  })
}

/** Follows the jump hosts from `account`. Each must exist, and the chain must not contain a loop. */
const demandJumpLeadsSomewhere = (account: Account, others: readonly Account[]): void => {
  const passed = new Set([account.id])
  let next = account.jumpAccountId
  while (next !== undefined) {
    if (passed.has(next)) throw invalidInput(account, ['jumpAccountId'], 'jump-loop')
    passed.add(next)
    const jump = others.find(({ id }) => id === next)
    if (jump === undefined) throw invalidInput(account, ['jumpAccountId'], 'jump-unknown')
    next = jump.jumpAccountId
  }
}
