import type { GreetingCheck } from '../contract/greeting-check.ts'
import { reasonWords, type FailureText } from './failure-text.ts'
import { printable } from './printable.ts'
import type { Translate } from './translate.ts'

type Answered = Extract<GreetingCheck, { ok: true }>

/** A certificate without a fault in one sentence; undefined where there is none to speak of. */
export const certificateWords = (t: Translate, { certificate, advice }: Answered): string | undefined =>
  certificate === undefined || advice !== undefined
    ? undefined
    : t('mailCheck.certificate', { subject: printable(certificate.subject), until: certificate.validTo })

/** What is wrong with a certificate although the tunnel is whole, and the next step. */
export const adviceWords = (t: Translate, { advice, forward }: Answered): FailureText | undefined =>
  advice === undefined
    ? undefined
    : {
        message: t('mailCheck.advice', { name: printable(advice.name), reason: reasonWords(t, advice) }),
        next: t(forward.mailTls === 'none' ? 'mailCheck.own' : 'mailCheck.pinned'),
      }
