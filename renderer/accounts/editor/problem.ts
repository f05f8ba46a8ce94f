import en from '../../../assets/locales/en.json'
import type { Failure } from '../../../contract/failure.ts'
import { fieldReason } from '../../../contract/field-reasons.ts'
import { inputReasons, type InputReason } from '../../../contract/reason.ts'
import { failureText, reasonWords } from '../../../words/failure-text.ts'
import { localeTags, type Language } from '../../../words/language.ts'
import type { Translate } from '../../../words/translate.ts'

/** What is wrong with a field, in the form's own words or in those of a failure. Kept in place of the words, which follow the language. */
type Reason = InputReason | keyof typeof en.editor.problem

// Said to somebody who looks at the form, which names the ways to log in and keeps a label short.
const formReasons: Readonly<Record<string, Reason>> = { authentication: 'no-method', path: 'empty', label: 'too-long' }

/** Why the schema refuses a value at `path`. */
export const reasonAt = (path: readonly PropertyKey[], value: unknown): Reason => {
  if (value === '') return 'empty'
  const name = path.findLast((step) => typeof step === 'string') ?? ''
  return formReasons[name] ?? fieldReason(name)
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

const isFormProblem = (text: string): text is keyof typeof en.editor.problem => Object.hasOwn(en.editor.problem, text)
const isInputReason = (text: string): text is InputReason => inputReasons.some((reason) => reason === text)

/** What is wrong with a field, as a sentence below it. `reason` is a Reason, which react-hook-form keeps as a text. */
export const problemWords = (t: Translate, language: Language, reason: string): string => {
  if (isFormProblem(reason)) return t(`editor.problem.${reason}`)
  return sentence(reasonWords(t, { reason: isInputReason(reason) ? reason : 'value' }), language)
}

/** What stands in the way of a field that could be saved all the same: a port that is taken, a key file that is not there. */
export const obstacleWords = (t: Translate, language: Language, failure: Failure): string =>
  failure.code === 'input-invalid' ? problemWords(t, language, failure.reason) : failureText(t, failure).message
