import { failureOf, type Failure } from '../../contract/failure.ts'

/** What to show for an error that a request ended with; one that main did not name is a fault of Postern. */
export const failureToShow = (error: unknown): Failure =>
  failureOf(error) ?? { code: 'program-fault', said: error instanceof Error ? error.message : String(error) }
