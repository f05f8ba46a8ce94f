import type { LogEntry, LogField } from '../../contract/log-entry.ts'
import { logText } from '../../words/log-text.ts'
import { printable } from '../../words/printable.ts'
import { createTranslate } from '../../words/translate.ts'
import type { NameKind, Names } from './names.ts'

// In English, because a helper may not read the person's language.
const t = createTranslate('en')

type ValueOf<Field extends string> = LogEntry extends infer Entry
  ? Entry extends Record<Field, infer Value>
    ? Value
    : never
  : never
type IsText<Value> = string extends Value ? true : string[] extends Value ? true : false

/** The content of a field: a name of that kind, a text from anywhere, or a number or word of Postern's own. */
type Kind<Field extends string> = true extends IsText<ValueOf<Field>> ? NameKind | 'text' : 'own'

// SECURITY: a field without a kind does not compile, nor does a text with the kind of Postern's own words.
const kinds: { readonly [Field in LogField]: Kind<Field> } = {
  host: 'server',
  account: 'account',
  fingerprint: 'fingerprint',
  // Texts, because a key is named by its name or by its file. Known names of every kind are found in texts.
  key: 'text',
  comment: 'text',
  address: 'text',
  destination: 'text',
  keptAs: 'text',
  retryAt: 'text',
  accepted: 'text',
  since: 'text',
  source: 'text',
  said: 'text',
  attempt: 'own',
  by: 'own',
  count: 'own',
  port: 'own',
  seconds: 'own',
  method: 'own',
  reason: 'own',
  secret: 'own',
}

const written = (names: Names, kind: NameKind | 'text' | 'own', value: unknown): unknown => {
  if (kind === 'own') return value
  if (Array.isArray(value)) return value.map((item) => written(names, kind, item))
  const text = printable(String(value))
  return kind === 'text' ? names.within(text) : names.of(kind, text)
}

/** Returns an entry of the log in English. `names` writes the names in its values; the other words are Postern's own. */
export const entryText = (names: Names, { name, ...values }: LogEntry): string => {
  const shown = Object.entries(values).map(([field, value]) => [field, written(names, kinds[field as LogField], value)])
  // Every text becomes a text, so the entry keeps the shape of its name.
  return logText(t, { name, ...Object.fromEntries(shown) } as LogEntry)
}
