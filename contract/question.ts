import type { Failure } from './failure.ts'
import type { HostKey } from './host-key.ts'

/** What Postern asks a person, through whichever shell is there. Answers with secrets never leave main. */
export type Question =
  | { readonly kind: 'host-key'; readonly account: string; readonly hostKey: HostKey; readonly randomart: string }
  | { readonly kind: 'passphrase'; readonly account: string; readonly identity: string; readonly previous?: Failure }
  | { readonly kind: 'password'; readonly account: string; readonly server: string; readonly previous?: Failure }
  | {
      readonly kind: 'keyboard-interactive'
      readonly account: string
      readonly server: string
      /** The server's own words, with control characters removed. */
      readonly title: string
      readonly instructions: string
      readonly prompts: readonly { readonly text: string; readonly echo: boolean }[]
    }

/** `undefined` is a person's "no", or that there is nobody to ask. */
export interface Answers {
  'host-key': boolean
  passphrase: SecretAnswer | undefined
  password: SecretAnswer | undefined
  'keyboard-interactive': readonly string[] | undefined
}

export interface SecretAnswer {
  readonly secret: string
  /** Keep it in the OS keychain once it has been seen to work. */
  readonly remember: boolean
}

/** Asks one question and waits for its answer. Aborted where the answer is no longer wanted. */
export type Ask = <Q extends Question>(question: Q, signal?: AbortSignal) => Promise<Answers[Q['kind']]>
