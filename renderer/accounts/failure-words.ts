import type { Failure } from '../../contract/failure.ts'
import { failureText, type FailureText } from '../../words/failure-text.ts'
import { hostAndPort } from '../../words/forward-words.ts'
import type { Translate } from '../../words/translate.ts'

/** A failure of an account as its card and its page tell it: the fingerprints of a changed key stand on the page that compares them. */
export const accountFailureText = (t: Translate, failure: Failure): FailureText => ({
  ...failureText(t, failure),
  ...(failure.code === 'host-key-changed'
    ? { message: t('hostTrust.changed.what', { server: hostAndPort(failure.host, failure.port) }) }
    : {}),
})
