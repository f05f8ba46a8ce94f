import type { LogLine } from '../../contract/events.ts'
import type { Failure } from '../../contract/failure.ts'
import { maskSecrets } from './mask-secrets.ts'

/** Characters. A fault with the places that it came through is some 2,000 long; a server can send what it likes. */
const longestMessage = 4000
const longestField = 1000

const fit = (text: string, longest: number): string => {
  // Cut afterwards: half of a key is no key to the mask, and still half of a key.
  const masked = maskSecrets(text)
  return masked.length > longest ? `${masked.slice(0, longest)}…` : masked
}

const fitValue = (value: unknown): unknown => {
  if (typeof value === 'string') return fit(value, longestField)
  return Array.isArray(value) ? value.map(fitValue) : value
}

const fitFailure = (failure: Failure): Failure =>
  // Texts become texts, so the shape stays that of its code.
  Object.fromEntries(Object.entries(failure).map(([name, value]) => [name, fitValue(value)])) as Failure

/** A line as it may be kept and shown: without what looks like a secret, and bounded in length. */
export const boundLogLine = ({ failure, ...line }: LogLine): LogLine => ({
  ...line,
  message: fit(line.message, longestMessage),
  ...(failure === undefined ? {} : { failure: fitFailure(failure) }),
})
