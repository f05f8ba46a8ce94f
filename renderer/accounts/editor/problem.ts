import en from '../../../assets/locales/en.json'
import type { Failure } from '../../../contract/failure.ts'
import { fieldReason } from '../../../contract/field-reasons.ts'
import { inputReasons, type InputReason } from '../../../contract/reason.ts'
import { failureText, reasonWords } from '../../../words/failure-text.ts'
import { localeTags, type Language } from '../../../words/language.ts'
import type { Translate } from '../../../words/translate.ts'

/** The problem of a field: the form's own, or the reason of a failure. The form keeps it as a value, since the language may change. */
type Reason = InputReason | keyof typeof en.editor.problem

// Reasons whose words suit a person who sees the form.
const formReasons: Readonly<Record<string, Reason>> = { authentication: 'no-method', path: 'empty', label: 'too-long' }

/** The reason for which the schema refuses a value at `path`. */
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

/** The problem of the field that main refused; undefined if the form does not show that field. */
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

/** The problem of a field as a sentence. `reason` is a Reason, which react-hook-form keeps as a text. */
export const problemWords = (t: Translate, language: Language, reason: string): string => {
  if (isFormProblem(reason)) return t(`editor.problem.${reason}`)
  return sentence(reasonWords(t, { reason: isInputReason(reason) ? reason : 'value' }), language)
}

/** The obstacle of a field as a sentence: a taken port, a missing key file. A field with an obstacle can still be saved. */
export const obstacleWords = (t: Translate, language: Language, failure: Failure): string =>
  failure.code === 'input-invalid' ? problemWords(t, language, failure.reason) : failureText(t, failure).message
