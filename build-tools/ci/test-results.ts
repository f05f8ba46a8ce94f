import { z } from 'zod'

/** What came of one run of Vitest: how many tests, and how long each file took. */
export const TestResultsSchema = z.object({
  passed: z.number(),
  failed: z.number(),
  skipped: z.number(),
  files: z.array(z.object({ name: z.string(), seconds: z.number() })),
})
export type TestResults = z.infer<typeof TestResultsSchema>
