import type { Account } from '../../contract/account.ts'
import type { WindowEventName, WindowEvents } from '../../contract/events.ts'
import type { Answer, PendingQuestion } from '../../contract/question.ts'
import type { ParsedInput, RequestAnswer, RequestName } from '../../contract/requests.ts'
import type { TunnelService } from '../tunnels/tunnel-service.ts'

/** Answers one request, whose input fits its schema. Throws FailureError, or rejects with it. */
export type RequestHandler<Name extends RequestName> = (
  input: ParsedInput<Name>,
) => RequestAnswer<Name> | Promise<RequestAnswer<Name>>

/** One for every request of the contract; one that is missing does not compile. */
export type RequestHandlers = { readonly [Name in RequestName]: RequestHandler<Name> }

/** Emits an event to every window that listens. */
export type EmitToWindow = <Name extends WindowEventName>(name: Name, payload: WindowEvents[Name]) => void

/** The tunnels as a window shows them. */
export interface WindowTunnels extends TunnelService {
  /** The account's new names: its tunnel keeps those it was connected with, and a name is no reason to disconnect it. */
  readonly showNames: (account: Account) => void
}

/** The questions that wait for a person at a window. */
export interface AnswerableQuestions {
  /** Those that wait, the oldest first. */
  readonly pending: () => readonly PendingQuestion[]
  /**
   * Throws `input-invalid` where the answer does not fit the question, which goes on waiting, and where nobody asks it any more: another
   * window may have answered it.
   */
  readonly answer: (questionId: string, answer: Answer) => void
}
