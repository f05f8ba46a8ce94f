import type { Failure } from '../../contract/failure.ts'
import type { HostKeySource } from '../../contract/host-key.ts'
import type { Certificate } from '../../contract/mail-tls.ts'
import { failureText } from '../../words/failure-text.ts'
import { printable } from '../../words/printable.ts'
import { createTranslate } from '../../words/translate.ts'
import type { NameKind, Names } from './names.ts'

// In English, because a helper may not read the person's language.
const t = createTranslate('en')

type Program = Extract<Failure, { code: 'port-taken' }>['program']
type HasFields = Failure | HostKeySource | Certificate | NonNullable<Program>
type FieldsOf<Shape> = Shape extends unknown ? keyof Shape : never
type ValueOf<Field, Shape = HasFields> = Shape extends unknown ? (Field extends keyof Shape ? Shape[Field] : never) : never
type IsText<Value> = string extends Value ? true : string[] extends Value ? true : false

/**
 * The content of a field: a name of that kind; a text from anywhere; a number, or a word of one of Postern's closed lists; or more fields.
 */
type Kind<Field> =
  true extends IsText<ValueOf<Field>>
    ? NameKind | 'text'
    : NonNullable<ValueOf<Field>> extends object
      ? NonNullable<ValueOf<Field>> extends readonly unknown[]
        ? 'own'
        : 'fields'
      : 'own'

// SECURITY: a field without a kind does not compile, nor does a text with the kind of Postern's own words.
const kinds: { readonly [Field in FieldsOf<HasFields>]: Kind<Field> } = {
  host: 'server',
  account: 'account',
  by: 'account',
  identity: 'key',
  user: 'user',
  fingerprint: 'fingerprint',
  known: 'fingerprint',
  // Texts, in which known names are found.
  accepted: 'text',
  wanted: 'text',
  address: 'text',
  cipher: 'text',
  destination: 'text',
  field: 'text',
  file: 'text',
  from: 'text',
  issuer: 'text',
  kdf: 'text',
  keptAs: 'text',
  keyPin: 'text',
  keyType: 'text',
  keyKind: 'text',
  name: 'text',
  names: 'text',
  offered: 'text',
  pinnedAt: 'text',
  said: 'text',
  since: 'text',
  subject: 'text',
  validFrom: 'text',
  validTo: 'text',
  value: 'text',
  bits: 'own',
  bytes: 'own',
  keysLeft: 'own',
  keysOffered: 'own',
  code: 'own',
  count: 'own',
  damage: 'own',
  done: 'own',
  expected: 'own',
  faults: 'own',
  kibibytes: 'own',
  kind: 'own',
  line: 'own',
  most: 'own',
  passes: 'own',
  pid: 'own',
  port: 'own',
  reason: 'own',
  rounds: 'own',
  seconds: 'own',
  suggestion: 'own',
  supported: 'own',
  tried: 'own',
  version: 'own',
  why: 'own',
  cause: 'fields',
  certificate: 'fields',
  pinned: 'fields',
  program: 'fields',
  source: 'fields',
}

const written = (names: Names, kind: NameKind | 'text' | 'own' | 'fields', value: unknown): unknown => {
  if (kind === 'own' || value === undefined) return value
  if (kind === 'fields') return withNames(names, value as object)
  if (Array.isArray(value)) return value.map((item) => written(names, kind, item))
  const text = printable(value as string)
  return kind === 'text' ? names.within(text) : names.of(kind, text)
}

/** Returns the same value with its names written by `names`. Every text becomes a text, so the shape stays. */
const withNames = <Value extends object>(names: Names, value: Value): Value =>
  Object.fromEntries(
    Object.entries(value).map(([field, inner]) => [field, written(names, kinds[field as keyof typeof kinds], inner)]),
  ) as Value

/** `host-not-found: Could not find server-1. No name server knows that name.` The words are Postern's own. */
export const failureLine = (names: Names, failure: Failure): string =>
  `${failure.code}: ${failureText(t, withNames(names, failure)).message}`
