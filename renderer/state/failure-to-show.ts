import { failureOf, type Failure } from '../../contract/failure.ts'

/** The failure to show for an error of a request. An error without a failure of its own is a fault of Postern. */
export const failureToShow = (error: unknown): Failure =>
  failureOf(error) ?? { code: 'program-fault', said: error instanceof Error ? error.message : String(error) }
