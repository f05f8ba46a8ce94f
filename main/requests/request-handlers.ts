import type { ParsedInput, RequestAnswer, RequestName } from '../../contract/requests.ts'

/** Answers one request, whose input fits its schema. Throws FailureError, or rejects with it. */
export type RequestHandler<Name extends RequestName> = (
  input: ParsedInput<Name>,
) => RequestAnswer<Name> | Promise<RequestAnswer<Name>>

/** One for every request of the contract; one that is missing does not compile. */
export type RequestHandlers = { readonly [Name in RequestName]: RequestHandler<Name> }
