import type { Failure } from '../../../contract/failure.ts'
import { fieldReasons } from '../../../contract/field-reasons.ts'
import { failureText } from '../../../words/failure-text.ts'
import { localeTags, type Language } from '../../../words/language.ts'
import { reasonWords } from '../../../words/reason-words.ts'
import type { Translate } from '../../../words/translate.ts'

/** What is wrong with a field: the reason that the locale has words for. Kept in place of the words, which follow the language. */
type Reason = string

// Said to somebody who looks at the form, which names the ways to log in and keeps a label short.
const reasons: Readonly<Record<string, Reason>> = { ...fieldReasons, authentication: 'no-method', path: 'empty', label: 'too-long' }

/** Why the schema refuses a value at `path`. */
export const reasonAt = (path: readonly PropertyKey[], value: unknown): Reason => {
  if (value === '') return 'empty'
  const name = path.findLast((step) => typeof step === 'string') ?? ''
  return reasons[name] ?? 'value'
}

export interface FieldProblem {
  /** As react-hook-form names it: `forwards.0.bindPort`. */
  readonly field: string
  readonly reason: Reason
}

const formFields =
  /^(name|host|port|user|authentication|identity|jumpAccountId|trustedFingerprint|mailAddress|mailUser|forwards\.\d+\.\w+)\b/

/** The field that main refused, where the failure is about one that the form shows. */
export const problemOfFailure = (failure: Failure): FieldProblem | undefined => {
  if (failure.code === 'account-exists') return { field: 'name', reason: 'account-exists' }
  if (failure.code === 'identity-not-found') return { field: 'identity', reason: 'identity-not-found' }
  if (failure.code !== 'input-invalid') return undefined
  const field = failure.field.replaceAll(/\[(\d+)\]/g, '.$1')
  return formFields.test(field) ? { field, reason: failure.reason } : undefined
}

const sentence = (text: string, language: Language): string =>
  `${text.slice(0, 1).toLocaleUpperCase(localeTags[language])}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`

/** What is wrong with a field, as a sentence below it. */
export const problemWords = (t: Translate, language: Language, reason: Reason): string => {
  switch (reason) {
    case 'empty':
    case 'no-method':
    case 'too-long':
    case 'account-exists':
    case 'identity-not-found':
      return t(`editor.problem.${reason}`)
    default:
      return sentence(reasonWords(t, reason), language)
  }
}

/** What stands in the way of a field that could be saved all the same: a port that is taken, a key file that is not there. */
export const obstacleWords = (t: Translate, language: Language, failure: Failure): string =>
  failure.code === 'input-invalid' ? problemWords(t, language, failure.reason) : failureText(t, failure).message
