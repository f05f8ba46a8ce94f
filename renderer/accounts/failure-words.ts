import type { Failure } from '../../contract/failure.ts'
import { failureText, type FailureText } from '../../words/failure-text.ts'
import { hostAndPort } from '../../words/forward-words.ts'
import type { Translate } from '../../words/translate.ts'

/** The text of an account's failure on its card and its page. Without the fingerprints of a changed key, which another page compares. */
export const accountFailureText = (t: Translate, failure: Failure): FailureText => ({
  ...failureText(t, failure),
  ...(failure.code === 'host-key-changed'
    ? { message: t('hostTrust.changed.what', { server: hostAndPort(failure.host, failure.port) }) }
    : {}),
})
