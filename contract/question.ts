import { z } from 'zod'
import type { Failure } from './failure.ts'
import type { HostKey } from './host-key.ts'
import type { Certificate, CertificateFault } from './mail-tls.ts'

/** A question that a shell asks a person. Answers with secrets never leave main. */
export type Question =
  | { readonly kind: 'host-key'; readonly account: string; readonly hostKey: HostKey; readonly randomart: string }
  | {
      readonly kind: 'certificate'
      readonly account: string
      /** `host:port` of the mail server. */
      readonly destination: string
      /** The name that the certificate must have. */
      readonly name: string
      readonly certificate: Certificate
      /** The most serious one first; never empty. */
      readonly faults: readonly CertificateFault[]
    }
  | { readonly kind: 'passphrase'; readonly account: string; readonly identity: string; readonly previous?: Failure }
  | { readonly kind: 'password'; readonly account: string; readonly server: string; readonly previous?: Failure }
  | {
      readonly kind: 'keyboard-interactive'
      readonly account: string
      readonly server: string
      /** The server's own words, with control characters removed. */
      readonly title: string
      readonly instructions: string
      /** Without prompts it is a notice: the server waits for something else, such as an approval on a telephone, and a "no" ends the log-in. */
      readonly prompts: readonly { readonly text: string; readonly echo: boolean }[]
    }

/** `undefined` stands for a person's "no", and for a shell without a person. */
export interface Answers {
  'host-key': boolean
  certificate: boolean
  passphrase: SecretAnswer | undefined
  password: SecretAnswer | undefined
  'keyboard-interactive': readonly string[] | undefined
}

export interface SecretAnswer {
  readonly secret: string
  /** Whether to keep the secret in the OS keychain once it has worked. */
  readonly remember: boolean
}

/** Whether the question needs no answer. It is then shown until it is withdrawn. */
export const isNotice = (question: Question | ShownQuestion): boolean =>
  question.kind === 'keyboard-interactive' && question.prompts.length === 0

/** Whether the question is about trust in a server, so that a careless yes would be a danger. */
export const isTrustQuestion = ({ kind }: Question | ShownQuestion): boolean => kind === 'host-key' || kind === 'certificate'

/** The name by which a shell words the question. */
export type QuestionName = Question['kind'] | 'notice'
export const questionName = (question: Question | ShownQuestion): QuestionName => (isNotice(question) ? 'notice' : question.kind)

/** The answer of a shell without a person. A notice needs none, so it is no "no" to the log-in. */
export const unanswered = (question: Question | ShownQuestion): Answers[Question['kind']] => {
  if (isTrustQuestion(question)) return false
  return isNotice(question) ? [] : undefined
}

/** Asks one question and waits for its answer. `signal` aborts when the answer is no longer wanted. */
export type Ask = <Q extends Question>(question: Q, signal?: AbortSignal) => Promise<Answers[Q['kind']]>

/** A question as the window shows it: a host key without its blob, which JSON cannot carry. */
export type ShownQuestion =
  | Exclude<Question, { readonly kind: 'host-key' }>
  | {
      readonly kind: 'host-key'
      readonly account: string
      readonly hostKey: Omit<HostKey, 'blob'>
      readonly randomart: string
    }

/** A question that waits for its answer. The oldest is shown first, and one at a time. */
export interface PendingQuestion {
  readonly id: string
  /** ISO 8601 in UTC. */
  readonly askedAt: string
  readonly question: ShownQuestion
}

const secretAnswer = { secret: z.string().max(4096), remember: z.boolean() }

/** An answer from the window, of the kind of its question. `declined` is a person's "no" to any of them. */
export const AnswerSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('declined') }),
  z.strictObject({ kind: z.literal('host-key'), trust: z.literal(true) }),
  z.strictObject({ kind: z.literal('certificate'), trust: z.literal(true) }),
  z.strictObject({ kind: z.literal('passphrase'), ...secretAnswer }),
  z.strictObject({ kind: z.literal('password'), ...secretAnswer }),
  z.strictObject({ kind: z.literal('keyboard-interactive'), answers: z.array(z.string().max(4096)).max(32) }),
])
export type Answer = z.infer<typeof AnswerSchema>
