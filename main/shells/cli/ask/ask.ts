import { assertNever } from '../../../../contract/assert-never.ts'
import { isNotice, unanswered } from '../../../../contract/question.ts'
import type { Answers, Ask, Question, SecretAnswer } from '../../../../contract/question.ts'
import { failureWords } from '../failure-words.ts'
import type { KeychainState } from '../../../../contract/about.ts'
import { hostKeyCommand } from '../../../../words/host-key-command.ts'
import { printable } from '../../../../words/printable.ts'
import { askCertificate } from './ask-certificate.ts'
import { PromptInterrupted, type Prompts } from './prompts.ts'
import type { Screen } from './screen.ts'
import { descriptorReader, type SecretDescriptors } from './secret-source.ts'
import { formatPairs } from '../table.ts'
import { readTrustAnswer, type TrustAnswer } from './trust-answer.ts'
import type { Translate } from '../../../../words/translate.ts'

type QuestionOf<Kind extends Question['kind']> = Extract<Question, { kind: Kind }>

/** The meaning of a person's answer to a host key: a whole word, or the fingerprint itself. */
export const readHostKeyAnswer = (
  text: string,
  fingerprint: string,
  words: { readonly yes: string; readonly no: string },
): TrustAnswer =>
  readTrustAnswer(text, words, (answer) => {
    // Base64 is case-sensitive, so the fingerprint is compared as it is, without its padding.
    if (answer.replaceAll('=', '') === fingerprint) return 'same'
    return /^(SHA256|MD5):/i.test(answer) ? 'different' : undefined
  })

export interface AskOptions {
  readonly t: Translate
  readonly screen: Screen
  readonly prompts: Prompts | undefined
  readonly secrets: SecretDescriptors
  readonly keychain: () => Promise<KeychainState>
  /** Ends the command as Ctrl+C does elsewhere. */
  readonly interrupt: () => void
}

/**
 * Asks on the terminal, one question at a time. A secret in a descriptor is used once, in place of a question. If it was
 * wrong, the person is not asked, so that a script never waits at a question. Without a terminal every answer is no.
 */
export const createAsk = (options: AskOptions): Ask => {
  const { prompts } = options
  const passphrase = descriptorReader(options.secrets.passphraseFd, '--passphrase-fd')
  const password = descriptorReader(options.secrets.passwordFd, '--password-fd')
  let mustWarnOfKeychain = true

  const askHostKey = async ({ hostKey, randomart }: QuestionOf<'host-key'>, signal?: AbortSignal): Promise<boolean> => {
    if (prompts === undefined) return false
    const { t, screen } = options
    const words = { yes: t('word.yes'), no: t('word.no') }
    const host = printable(hostKey.host)
    screen.err(
      t('cli.ask.hostKeyUnknown', { host }),
      ...formatPairs([
        [`  ${t('cli.ask.hostKeyServer')}`, t('cli.ask.hostAndPort', { host, port: hostKey.port })],
        [`  ${t('cli.ask.hostKeyType')}`, printable(hostKey.type)],
        [`  ${t('cli.ask.hostKeyFingerprint')}`, screen.errStyle('title', hostKey.fingerprint)],
      ]),
      ...randomart.split('\n').map((line) => `  ${line}`),
      t('cli.ask.hostKeyCompare'),
      `  ${hostKeyCommand(hostKey.type)}`,
    )
    const wrong = { yes: undefined, no: undefined, different: t('cli.ask.hostKeyDifferent'), unclear: t('cli.ask.hostKeyUnclear') }
    const read = (answer: string): TrustAnswer => readHostKeyAnswer(answer, hostKey.fingerprint, words)
    const answer = await prompts.text({
      message: t('cli.ask.hostKeyTrust'),
      validate: (text) => wrong[read(text)],
      signal,
    })
    // SECURITY: only a whole "yes" or this very fingerprint connects.
    return read(answer) === 'yes'
  }

  const askSecret = async (
    question: QuestionOf<'passphrase'> | QuestionOf<'password'>,
    message: string,
    {
      fromDescriptor,
      signal,
    }: { readonly fromDescriptor: (() => Promise<string>) | undefined; readonly signal?: AbortSignal | undefined },
  ): Promise<SecretAnswer | undefined> => {
    const { t, screen } = options
    if (fromDescriptor !== undefined)
      return question.previous === undefined ? { secret: await fromDescriptor(), remember: false } : undefined
    if (prompts === undefined) return undefined
    if (question.previous !== undefined) screen.err(failureWords(t, question.previous).message)
    const secret = await prompts.secret(message, signal)
    if (secret === '') return undefined
    const keychain = await options.keychain()
    if (keychain === 'ready') return { secret, remember: await prompts.confirm(t('cli.ask.remember'), signal) }
    if (mustWarnOfKeychain) screen.err(t(keychain === 'absent' ? 'cli.keychain.absent' : 'cli.keychain.locked'))
    mustWarnOfKeychain = false
    return { secret, remember: false }
  }

  const sayNotice = ({ server, title, instructions }: QuestionOf<'keyboard-interactive'>): void => {
    const words = [title, instructions].map(printable).filter((line) => line !== '')
    options.screen.err(options.t('cli.ask.serverSays', { server: printable(server) }), ...words.map((line) => `  ${line}`))
  }

  const askChallenge = async (
    challenge: QuestionOf<'keyboard-interactive'>,
    signal?: AbortSignal,
  ): Promise<readonly string[] | undefined> => {
    const [first, ...others] = challenge.prompts
    if (first === undefined) {
      sayNotice(challenge)
      return await untilWithdrawn(signal)
    }
    // A server that takes passwords by keyboard-interactive alone asks one hidden question.
    if (password !== undefined) return !first.echo && others.length === 0 ? [await password()] : undefined
    if (prompts === undefined) return undefined
    const { t, screen } = options
    const words = [challenge.title, challenge.instructions].map(printable).filter((line) => line !== '')
    screen.err(t('cli.ask.serverAsks', { server: printable(challenge.server) }), ...words.map((line) => `  ${line}`))
    const answers: string[] = []
    for (const { text, echo } of challenge.prompts) {
      const message = printable(text)
      answers.push(echo ? await prompts.text({ message, signal }) : await prompts.secret(message, signal))
    }
    return answers
  }

  const put = async (question: Question, signal?: AbortSignal): Promise<Answers[Question['kind']]> => {
    const { t } = options
    switch (question.kind) {
      case 'host-key':
        return askHostKey(question, signal)
      case 'certificate':
        return prompts === undefined ? false : askCertificate(question, { t, screen: options.screen, prompts, signal })
      case 'passphrase': {
        const message = t('cli.ask.passphrase', { identity: printable(question.identity) })
        return askSecret(question, message, { fromDescriptor: passphrase, signal })
      }
      case 'password': {
        const message = t('cli.ask.password', { server: printable(question.server) })
        return askSecret(question, message, { fromDescriptor: password, signal })
      }
      case 'keyboard-interactive':
        return askChallenge(question, signal)
      default:
        return assertNever(question)
    }
  }

  // Two questions on one terminal would read each other's keys, so the second waits. A notice reads none.
  let turn: Promise<unknown> = Promise.resolve()
  const ask = (question: Question, signal?: AbortSignal): Promise<Answers[Question['kind']]> => {
    const answer = turn.then(() => put(question, signal)).catch((error: unknown) => noAnswer(error, question, options.interrupt))
    if (!isNotice(question)) turn = answer.catch(() => undefined)
    return answer
  }
  // Each case of `put` returns the answer of its own kind; the compiler cannot follow that through the union.
  return ask as Ask
}

const untilWithdrawn = (signal: AbortSignal | undefined): Promise<readonly string[]> =>
  new Promise((resolve) => {
    if (signal === undefined || signal.aborted) resolve([])
    else signal.addEventListener('abort', () => resolve([]), { once: true })
  })

const noAnswer = (error: unknown, question: Question, interrupt: () => void): Answers[Question['kind']] => {
  const isInterrupt = error instanceof PromptInterrupted
  if (!isInterrupt && !(error instanceof Error && error.name === 'AbortPromptError')) throw error
  if (isInterrupt) interrupt()
  return unanswered(question)
}
