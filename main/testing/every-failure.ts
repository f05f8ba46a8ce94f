import { z } from 'zod'
import { FailureSchema, type Failure } from '../../contract/failure.ts'

type Sample = Readonly<Record<string, unknown>>

/** Returns a text for a field, by the field's name. */
type TextFor = (field: string) => string

const number = 7

/** Sample values of a schema: each enumerated value, or else one value. */
const samplesOf = (schema: z.core.$ZodType, field: string, textFor: TextFor): readonly unknown[] => {
  if (schema instanceof z.ZodString) return [textFor(field)]
  if (schema instanceof z.ZodNumber) return [number]
  if (schema instanceof z.ZodLiteral) return [...schema.values]
  if (schema instanceof z.ZodEnum) return schema.options
  if (schema instanceof z.ZodOptional) return samplesOf(schema.unwrap(), field, textFor)
  if (schema instanceof z.ZodArray) return [samplesOf(schema.element, field, textFor)]
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => samplesOf(option, field, textFor))
  if (schema instanceof z.ZodObject) return objectSamples(schema.shape, textFor)
  if (schema instanceof z.ZodIntersection)
    return crossed(samplesOf(schema.def.left, field, textFor), samplesOf(schema.def.right, field, textFor))
  throw new Error(`no sample of the field ${field}`)
}

const crossed = (ones: readonly unknown[], others: readonly unknown[]): readonly Sample[] =>
  ones.flatMap((one) => others.map((other) => ({ ...(one as Sample), ...(other as Sample) })))

/** Objects with each sample of each field, combined with the first sample of every other field. */
const objectSamples = (shape: z.core.$ZodShape, textFor: TextFor): readonly Sample[] => {
  const fields = Object.entries(shape).map(([name, schema]) => [name, samplesOf(schema, name, textFor)] as const)
  const first = Object.fromEntries(fields.map(([name, values]) => [name, values[0]]))
  const others = fields.flatMap(([name, values]) => values.slice(1).map((value) => ({ ...first, [name]: value })))
  return [first, ...others]
}

/** Returns a failure of every code with every reason and every enumerated value, and with all optional fields. */
export const everyFailure = (textFor: TextFor): readonly Failure[] => samplesOf(FailureSchema, '', textFor) as readonly Failure[]
