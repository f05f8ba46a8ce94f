import en from '../assets/locales/en.json'
import nl from '../assets/locales/nl.json'
import type { AuthenticationMethodName } from '../contract/account.ts'
import type { AlgorithmKind, FailureCode } from '../contract/failure.ts'
import type { HostKeySource } from '../contract/host-key.ts'
import type { Damage, ReasonName } from '../contract/reason.ts'
import type { Language } from './language.ts'

/** The words that each language must have. A failure, a reason or another enumerated value without words does not compile. */
interface FailureLocale {
  readonly failure: Readonly<Record<FailureCode, { readonly message: string; readonly next: string }>>
  readonly reason: Readonly<Record<ReasonName, string>>
  readonly damage: Readonly<Record<Damage, string>>
  readonly algorithm: Readonly<Record<AlgorithmKind, string>>
  readonly method: Readonly<Record<AuthenticationMethodName, string>>
  readonly hostKeySource: Readonly<Record<HostKeySource['kind'], string>>
}

/** The words of failures in each language. */
export const failureLocales = { en, nl } satisfies Record<Language, FailureLocale>
