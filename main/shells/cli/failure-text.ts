import type { Failure } from '../../../contract/failure.ts'
import en from '../../../assets/locales/en.json'
import { printable } from './printable.ts'
import { reasonWords } from './reason-words.ts'
import type { Translate } from './translate.ts'

export interface FailureText {
  /** What is. */
  readonly message: string
  /** What to do next. */
  readonly next: string
}

const has = <Table extends object>(table: Table, key: string): key is keyof Table & string => Object.hasOwn(table, key)

// The fields in which rooms give causes that they share; every other value is a name of the person's or a server's words.
const fieldsWithReasons = new Set(['reason', 'what', 'cause', 'holder', 'kind', 'expected'])

const wordsOf = (t: Translate, field: string, value: unknown): string => {
  if (Array.isArray(value)) return value.map((item) => wordsOf(t, field, item)).join(', ')
  const text = printable(String(value))
  if (text === '') return t('word.nothing')
  if (field === 'field') return has(en.field, text) ? t(`field.${text}`) : text
  return fieldsWithReasons.has(field) ? reasonWords(t, text) : text
}

/**
 * A failure in the person's language. Where the command line knows the very command that helps, it names that; other shells show the
 * next step of `failure.<code>.next`.
 */
export const failureText = (t: Translate, failure: Failure): FailureText => {
  const { code, ...fields } = failure
  const values = {
    process: t('word.anotherProgram'),
    ...Object.fromEntries(
      Object.entries(fields)
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => [name, wordsOf(t, name, value)]),
    ),
  }
  const next = has(en.cli.next, code) ? t(`cli.next.${code}`, values) : t(`failure.${code}.next`, values)
  return { message: t(`failure.${code}.message`, values), next }
}
