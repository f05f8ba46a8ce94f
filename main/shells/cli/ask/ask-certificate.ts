import type { Question } from '../../../../contract/question.ts'
import { certificateCommand } from '../../../../words/certificate-command.ts'
import { printable } from '../../../../words/printable.ts'
import type { Translate } from '../../../../words/translate.ts'
import { certificatePairs, faultLines } from '../certificates/certificate-lines.ts'
import { formatPairs } from '../table.ts'
import type { Prompts } from './prompts.ts'
import type { Screen } from './screen.ts'
import type { TrustAnswer } from './trust-answer.ts'
import { readTrustAnswer } from './trust-answer.ts'

const digitsOf = (text: string): string => text.replaceAll(/[:\s]/g, '').toUpperCase()

/** The meaning of a person's answer to a certificate: a whole word, or the fingerprint itself as openssl prints it. */
export const readCertificateAnswer = (
  text: string,
  fingerprint: string,
  words: { readonly yes: string; readonly no: string },
): TrustAnswer =>
  readTrustAnswer(text, words, (answer) => {
    const digits = digitsOf(answer.replace(/^.*=/, ''))
    if (digits === digitsOf(fingerprint)) return 'same'
    return /^[0-9A-F]{64}$/.test(digits) ? 'different' : undefined
  })

/** Shows a certificate that does not verify, and asks whether to trust it. Only a whole "yes" or its fingerprint does. */
export const askCertificate = async (
  { destination, name, certificate, faults }: Extract<Question, { kind: 'certificate' }>,
  {
    t,
    screen,
    prompts,
    signal,
  }: { readonly t: Translate; readonly screen: Screen; readonly prompts: Prompts; readonly signal: AbortSignal | undefined },
): Promise<boolean> => {
  const words = { yes: t('word.yes'), no: t('word.no') }
  screen.err(
    t('cli.ask.certificateUnknown', { server: printable(destination), name: printable(name) }),
    ...faultLines(t, certificate, faults).map((line) => `  - ${line}`),
    ...formatPairs(certificatePairs(t, certificate).map(([key, value]) => [`  ${key}`, value] as const)),
    t('cli.ask.certificateCompare'),
    `  ${certificateCommand}`,
  )
  const wrong = {
    yes: undefined,
    no: undefined,
    different: t('cli.ask.certificateDifferent'),
    unclear: t('cli.ask.hostKeyUnclear'),
  }
  const read = (answer: string): TrustAnswer => readCertificateAnswer(answer, certificate.fingerprint, words)
  const answer = await prompts.text({
    message: t('cli.ask.certificateTrust'),
    validate: (text) => wrong[read(text)],
    signal,
  })
  // SECURITY: only a whole "yes" or this very fingerprint trusts.
  return read(answer) === 'yes'
}
