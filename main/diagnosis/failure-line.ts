import type { Failure } from '../../contract/failure.ts'
import { failureText } from '../../words/failure-text.ts'
import { createTranslate } from '../../words/translate.ts'
import type { Names } from './names.ts'

// In English, since it goes to whoever helps.
const t = createTranslate('en')

const written = (names: Names, value: unknown): unknown => {
  if (typeof value === 'string') return names.within(value)
  return Array.isArray(value) ? value.map((item) => written(names, item)) : value
}

/** `host-not-found: Could not find server-1. No name server knows that name.` */
export const failureLine = (names: Names, failure: Failure): string => {
  const { code, ...fields } = failure
  // The sentence is Postern's own, and so are the codes; what stands in its gaps is anybody's. Texts become texts.
  const told = Object.entries(fields).map(([name, value]) => [name, written(names, value)])
  return `${code}: ${failureText(t, { code, ...Object.fromEntries(told) } as Failure).message}`
}
