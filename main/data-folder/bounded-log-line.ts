import type { LogLine } from '../../contract/events.ts'
import { maskSecrets } from './mask-secrets.ts'

/** Characters. A fault with its stack trace has some 2,000; a server's text may have any length. */
const longestSaidOfEntry = 4000
const longestValue = 1000

const boundText = (text: string, longest: number): string => {
  // Masks before it cuts, because the mask does not recognise half of a key, which is still secret.
  const masked = maskSecrets(text)
  return masked.length > longest ? `${masked.slice(0, longest)}…` : masked
}

const boundValue = (value: unknown, longest: number): unknown => {
  if (typeof value === 'string') return boundText(value, longest)
  if (Array.isArray(value)) return value.map((item) => boundValue(item, longest))
  return typeof value === 'object' && value !== null ? boundValues(value, longestValue) : value
}

/**
 * Masks and cuts each text in `values`, however deeply nested. Texts become texts, so the shape stays the same. `longestSaid` is the length
 * of its own `said`, in characters.
 */
const boundValues = <Values extends object>(values: Values, longestSaid: number): Values =>
  Object.fromEntries(
    Object.entries(values).map(([field, value]) => [field, boundValue(value, field === 'said' ? longestSaid : longestValue)]),
  ) as Values

/** Returns a line that may be stored and shown: texts that look like a secret are masked, and lengths are bounded. */
export const boundLogLine = ({ entry, failure, ...line }: LogLine): LogLine => ({
  ...line,
  entry: boundValues(entry, longestSaidOfEntry),
  failure: failure && boundValues(failure, longestValue),
})
