import { zodResolver } from '@hookform/resolvers/zod'
import { z } from 'zod'
import { AccountDraftSchema } from '../../../contract/account.ts'
import { draftOfValues, type AccountValues } from './account-values.ts'
import { reasonAt } from './problem.ts'

/** The account that main accepts, made from the form's values. */
const AccountValuesSchema = z.custom<AccountValues>().transform(draftOfValues).pipe(AccountDraftSchema)
export type ParsedDraft = z.output<typeof AccountValuesSchema>

/** Checks the form by the contract's schema, as main does; the message of an error is its reason (problem.ts). */
export const accountResolver = zodResolver<AccountValues, unknown, ParsedDraft>(AccountValuesSchema, {
  error: ({ path, input }) => reasonAt(path ?? [], input),
})
