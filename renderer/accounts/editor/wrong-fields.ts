import type { FieldErrors } from 'react-hook-form'
import type { Translate } from '../../../words/translate.ts'
import type { AccountValues } from './account-values.ts'
import { nameOfForward } from './forward-names.ts'

const accountFields = [
  ['host', 'editor.host'],
  ['port', 'editor.port'],
  ['user', 'editor.user'],
  ['name', 'editor.name'],
] as const
const forwardFields = [
  ['destinationHost', 'editor.destinationHost'],
  ['destinationPort', 'editor.port'],
  ['bindPort', 'editor.localPort'],
  ['label', 'editor.label'],
] as const
const otherFields = [
  ['identity', 'editor.identity'],
  ['authentication', 'editor.methods'],
  ['jumpAccountId', 'editor.jump'],
  ['trustedFingerprint', 'editor.trustedFingerprint'],
  ['mailAddress', 'editor.mailAddress'],
  ['mailUser', 'editor.mailUser'],
] as const

/** The labels of the wrong fields, in the order of the fields on the screen. */
export const wrongFields = (t: Translate, errors: FieldErrors<AccountValues>, values: AccountValues): readonly string[] => [
  ...accountFields.filter(([field]) => errors[field] !== undefined).map(([, key]) => t(key)),
  ...values.forwards.flatMap((forward, index) =>
    forwardFields
      .filter(([field]) => errors.forwards?.[index]?.[field] !== undefined)
      .map(([, key]) => t('editor.fieldOf', { field: t(key), forward: nameOfForward(t, forward) })),
  ),
  ...otherFields.filter(([field]) => errors[field] !== undefined).map(([, key]) => t(key)),
]
