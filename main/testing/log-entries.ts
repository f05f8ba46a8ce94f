import { z } from 'zod'
import { LogEntrySchema, type LogEntry } from '../../contract/log-entry.ts'

const valuesOf = (schema: z.ZodType, text: string): readonly unknown[] => {
  if (schema instanceof z.ZodEnum) return schema.options
  if (schema instanceof z.ZodNumber) return [4711]
  return schema instanceof z.ZodArray ? [[text, text]] : [text]
}

/** Returns sample entries of the log: one of each name, and one for each word of an enumeration. `text` returns the value of a text field. */
export const logEntries = (text: (field: string) => string): readonly LogEntry[] =>
  LogEntrySchema.options.flatMap(({ shape }) => {
    const { name, ...fields } = shape as Readonly<Record<string, z.ZodType>> & { readonly name: z.ZodType }
    const entries = Object.entries(fields).reduce<readonly object[]>(
      (begun, [field, schema]) =>
        begun.flatMap((entry) => valuesOf(schema, text(field)).map((value) => ({ ...entry, [field]: value }))),
      [{ name: (name as z.ZodLiteral).value }],
    )
    return entries.map((entry) => LogEntrySchema.parse(entry))
  })
