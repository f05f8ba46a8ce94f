import type { z } from 'zod'
import { AccountNameSchema, AccountSchema } from '../../../contract/account.ts'
import { ImportedAccountSchema, type ImportedAccount, type ImportedForward } from '../../../contract/imported-account.ts'
import { PortSchema } from '../../../contract/local-forward.ts'
import { leftOut, type LeftOut } from './left-out.ts'

/** A value that was read, and the piece of the text that it comes from. */
export interface Written {
  readonly value: string
  readonly text: string
}

/** An account as the text has it, before validation. */
export interface ReadAccount {
  readonly source: ImportedAccount['source']
  /** Candidates for its name, the best first. */
  readonly names: readonly string[]
  readonly host?: Written | undefined
  readonly port?: Written | undefined
  readonly user?: Written | undefined
  readonly compression?: boolean | undefined
  readonly connect?: ImportedAccount['connect']
  readonly identityFile?: Written | undefined
  readonly mailUser?: Written | undefined
  readonly forwards: readonly ImportedForward[]
  readonly leftOut: readonly LeftOut[]
}

const longestName = 64
const mostForwards = 100
const mostLeftOut = 200

/** Validates each value. A value that an account cannot have is left out as `invalid-value`. */
export const makeImportedAccount = (read: ReadAccount): ImportedAccount => {
  const invalid: LeftOut[] = []
  const checked = <Value>(schema: z.ZodType<Value>, written: Written | undefined, as: (value: string) => unknown = String) => {
    if (written === undefined) return undefined
    const parsed = schema.safeParse(as(written.value))
    if (!parsed.success) invalid.push(leftOut(written.text, 'invalid-value'))
    return parsed.data
  }
  const { shape } = AccountSchema
  const account = {
    source: read.source,
    name: nameOf(read.names),
    host: checked(shape.host, read.host),
    port: checked(PortSchema, read.port, portNumber),
    user: checked(shape.user, read.user),
    compression: read.compression,
    connect: read.connect,
    identityFile: checked(ImportedAccountSchema.shape.identityFile.unwrap(), read.identityFile),
    mailUser: checked(shape.user, read.mailUser),
    forwards: distinctForwards(read.forwards),
  }
  return {
    ...account,
    forwards: account.forwards.slice(0, mostForwards),
    leftOut: distinctLeftOut([...read.leftOut, ...invalid]),
  }
}

/** `22` and `0022` are ports; `22x` is NaN. */
const portNumber = (digits: string): number => (/^\d{1,6}$/.test(digits) ? Number(digits) : Number.NaN)

/** The first item of each key. A key that is an object equals no other key. */
const distinct = <Item>(items: readonly Item[], keyOf: (item: Item) => unknown): Item[] =>
  [...new Map([...items].reverse().map((item) => [keyOf(item), item])).values()].reverse()

/** The first forward of each listener. A forward without a port equals no other. */
export const distinctForwards = (forwards: readonly ImportedForward[]): ImportedForward[] =>
  distinct(forwards, ({ bindAddress, bindPort }) => (bindPort === undefined ? {} : `${bindAddress} ${bindPort}`))

/** Each piece once, bounded to the number that an account can have. */
export const distinctLeftOut = (pieces: readonly LeftOut[]): LeftOut[] =>
  distinct(pieces, ({ text, reason }) => `${reason} ${text}`).slice(0, mostLeftOut)

/** The first candidate that can become an account's name. Characters that a name cannot have become a dash. */
const nameOf = (names: readonly string[]): string => {
  for (const name of names) {
    const fit = name
      .slice(0, 256)
      .replace(/\s+/g, ' ')
      .replace(/[^\p{L}\p{N} ._@-]+/gu, '-')
      .replace(/^[^\p{L}\p{N}]+/u, '')
      .slice(0, longestName)
      // Cutting may have split a surrogate pair.
      .replace(/[\p{Cs} -]{1,64}$/u, '')
    if (AccountNameSchema.safeParse(fit).success) return fit
  }
  return 'import'
}
