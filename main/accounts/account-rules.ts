import type { z } from 'zod'
import { AccountSchema, type Account } from '../../contract/account.ts'
import { FailureError } from '../../contract/failure.ts'
import type { StoredData } from './account-store.ts'

type Path = readonly PropertyKey[]

/** Why a value was refused, as words of the locale's `reason`; the field is the last name of its path. */
const reasons: Readonly<Record<string, string>> = {
  name: 'account-name',
  host: 'host-name',
  port: 'port',
  user: 'user-name',
  authentication: 'authentication',
  trustedFingerprint: 'fingerprint',
  bindAddress: 'forward-loopback',
  bindPort: 'port',
  destinationHost: 'forward-host',
  destinationPort: 'port',
  service: 'forward-service',
}

/** `['forwards', 0, 'bindPort']` → `forwards[0].bindPort`. */
const fieldOf = (path: Path): string =>
  path.reduce<string>((field, step) => {
    if (typeof step === 'number') return `${field}[${step}]`
    return field === '' ? String(step) : `${field}.${String(step)}`
  }, '')

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((inner, step) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, step) : undefined), value)

const invalid = (input: unknown, path: Path, reason: string): FailureError => {
  const value = valueAt(input, path)
  const shown = value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value)
  return new FailureError({ code: 'input-invalid', field: fieldOf(path), value: shown, reason })
}

const invalidBySchema = (input: unknown, error: z.ZodError): unknown => {
  const [issue] = error.issues
  if (issue === undefined) return error
  const name = issue.path.findLast((step) => typeof step === 'string')
  return invalid(input, issue.path, (name === undefined ? undefined : reasons[name]) ?? 'value')
}

/** Reads an account as a shell gave it. Throws `input-invalid` with the path of the field, its value and the reason. */
export const parseAccount = (input: unknown): Account => {
  const parsed = AccountSchema.safeParse(input)
  if (!parsed.success) throw invalidBySchema(input, parsed.error)
  return parsed.data
}

/** Names are the same for a person who writes them in capitals, or types an accent in two keys. */
export const sameName = (one: string, other: string): boolean => foldName(one) === foldName(other)
const foldName = (name: string): string => name.normalize('NFC').toLowerCase()

/** What holds between `account` and all else that is configured. Throws the failure of the first rule it breaks. */
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
    if (before.some(({ id }) => id === forward.id)) throw invalid(account, ['forwards', index, 'id'], 'forward-twice')
    if (before.some(({ bindAddress, bindPort }) => bindAddress === forward.bindAddress && bindPort === forward.bindPort))
      throw invalid(account, ['forwards', index, 'bindPort'], 'port-twice')
  })
}

/** Follows the jumps from `account`: each must exist, and none may lead back. */
const demandJumpLeadsSomewhere = (account: Account, others: readonly Account[]): void => {
  const passed = new Set([account.id])
  let next = account.jumpAccountId
  while (next !== undefined) {
    if (passed.has(next)) throw invalid(account, ['jumpAccountId'], 'jump-loop')
    passed.add(next)
    const jump = others.find(({ id }) => id === next)
    if (jump === undefined) throw invalid(account, ['jumpAccountId'], 'jump-unknown')
    next = jump.jumpAccountId
  }
}
