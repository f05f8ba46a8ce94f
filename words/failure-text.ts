import type { Failure } from '../contract/failure.ts'
import en from '../assets/locales/en.json'
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

interface Place {
  readonly t: Translate
  readonly shell: ShellWords
  readonly field: string
}

const wordsOf = (place: Place, value: unknown): string => {
  const { t, shell, field } = place
  if (Array.isArray(value)) return value.map((item) => wordsOf(place, item)).join(', ')
  const text = printable(String(value))
  if (text === '') return t('word.nothing')
  if (field === 'field') return shell.field?.(text) ?? (has(en.field, text) ? t(`field.${text}`) : text)
  return fieldsWithReasons.has(field) ? reasonWords(t, text) : text
}

/** What a shell says otherwise: a command that helps, an option's name in place of a field's. */
export interface ShellWords {
  readonly next?: (code: Failure['code'], values: { process: string }) => string | undefined
  readonly field?: (field: string) => string | undefined
}

/** A failure in the person's language: what is, and what to do next. */
export const failureText = (t: Translate, failure: Failure, shell: ShellWords = {}): FailureText => {
  const { code, ...fields } = failure
  const values = {
    process: t('word.anotherProgram'),
    ...Object.fromEntries(
      Object.entries(fields)
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => [name, wordsOf({ t, shell, field: name }, value)]),
    ),
  }
  return {
    message: t(`failure.${code}.message`, values),
    next: shell.next?.(code, values) ?? t(`failure.${code}.next`, values),
  }
}
