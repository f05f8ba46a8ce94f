import en from '../../../assets/locales/en.json'
import type { Failure } from '../../../contract/failure.ts'
import { failureText, type FailureText } from '../../../words/failure-text.ts'
import type { Translate } from '../../../words/translate.ts'

const has = <Table extends object>(table: Table, key: string): key is keyof Table & string => Object.hasOwn(table, key)

/** The words of a failure on the command line, with the command that helps and the names of the options. */
export const failureWords = (t: Translate, failure: Failure): FailureText =>
  failureText(t, failure, {
    next: (code, values) => (has(en.cli.next, code) ? t(`cli.next.${code}`, values) : undefined),
    field: (field) => (has(en.cli.optionOf, field) ? t(`cli.optionOf.${field}`) : undefined),
  })
