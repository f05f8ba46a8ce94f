import { z } from 'zod'

/** The results of one run of Vitest: the counts of its tests, and the seconds of each file. */
export const TestResultsSchema = z.object({
  passed: z.number(),
  failed: z.number(),
  skipped: z.number(),
  files: z.array(z.object({ name: z.string(), seconds: z.number() })),
})
export type TestResults = z.infer<typeof TestResultsSchema>
