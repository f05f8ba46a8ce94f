import type { Failure, FailureCode, Program } from '../contract/failure.ts'
import type { HostKeySource } from '../contract/host-key.ts'
import type { Reason } from '../contract/reason.ts'
import { failureLocales } from './failure-locales.ts'
import { printable } from './printable.ts'
import type { Translate } from './translate.ts'

export interface FailureText {
  /** The cause, followed by a sentence with the text of a server, a library or the OS. */
  readonly message: string
  /** The next step. */
  readonly next: string
}

/** A shell's own words: a command that helps, or an option's name in place of a field's. */
export interface ShellWords {
  readonly next?: (code: FailureCode, values: WordedValues) => string | undefined
  readonly field?: (field: string) => string | undefined
}

/** The values of a failure in the form in which they are filled into its sentences. */
export type WordedValues = Readonly<Record<string, string | readonly string[]>>

const { field: fieldNames } = failureLocales.en
const hasName = (field: string): field is keyof typeof fieldNames => Object.hasOwn(fieldNames, field)

const textOf = (t: Translate, text: string): string => {
  const shown = printable(text)
  return shown === '' ? t('word.nothing') : shown
}

const fieldWords = (t: Translate, shell: ShellWords, field: string): string => {
  const name = printable(field)
  return shell.field?.(name) ?? (hasName(name) ? t(`field.${name}`) : textOf(t, name))
}

const programWords = (t: Translate, { name, pid }: Program): string => {
  if (pid === undefined) return name === undefined ? t('word.anotherProgram') : textOf(t, name)
  return name === undefined
    ? t('program.unnamed', { pid: String(pid) })
    : t('program.named', { name: printable(name), pid: String(pid) })
}

/** The words for the source of a known host key. */
export const hostKeySourceWords = (t: Translate, source: HostKeySource): string =>
  t(`hostKeySource.${source.kind}`, plainValues(t, source))

/** The values that are neither names nor numbers, in the words of their kinds. */
const wordedValues = (t: Translate, failure: Failure, shell: ShellWords): WordedValues => {
  if (failure.code === 'no-common-algorithm') return { kind: t(`algorithm.${failure.kind}`) }
  if (failure.code === 'jump-host-failed') return { cause: failureText(t, failure.cause, shell).message }
  if (failure.code === 'host-key-changed') return { source: hostKeySourceWords(t, failure.source) }
  if (failure.code === 'login-refused')
    return {
      tried: listOf(
        t,
        failure.tried.map((method) => t(`method.${method}`)),
      ),
    }
  if (failure.code === 'login-incomplete')
    return {
      done: listOf(
        t,
        failure.done.map((method) => t(`method.${method}`)),
      ),
      wanted: listOf(
        t,
        failure.wanted.map((name) => (isMethod(name) ? t(`method.${name}`) : name)),
      ),
    }
  if (failure.code === 'port-taken' || failure.code === 'store-held') return { program: programWords(t, failure.program ?? {}) }
  if (failure.code === 'greeting-unexpected')
    return { expected: failure.expected === 'tls' ? 'TLS' : t(`service.${failure.expected}`) }
  if (failure.code === 'input-invalid') return { field: fieldWords(t, shell, failure.field) }
  return {}
}

const listOf = (t: Translate, texts: readonly string[]): readonly string[] =>
  texts.length === 0 ? [t('word.nothing')] : texts.map((text) => textOf(t, text))

/** Names and numbers in printable form. */
const plainValue = (t: Translate, value: unknown): string | readonly string[] =>
  Array.isArray(value) ? listOf(t, value.map(String)) : textOf(t, String(value))

const plainValues = (t: Translate, values: object): WordedValues =>
  Object.fromEntries(
    Object.entries(values)
      .filter(([, value]) => value !== undefined && (typeof value !== 'object' || Array.isArray(value)))
      .map(([name, value]) => [name, plainValue(t, value)]),
  )

/** A reason in the person's language, for use after a colon. */
export const reasonWords = (t: Translate, reason: Reason): string => {
  const values = plainValues(t, reason)
  if (reason.reason === 'damaged') return t('reason.damaged', { damage: t(`damage.${reason.damage}`) })
  const worded = reason.reason === 'key-unanswered' ? { ...values, why: t(`reason.${reason.why}`, values) } : values
  return t(`reason.${reason.reason}`, worded)
}

/** Whose words `said` holds. */
const isMethod = (name: string): name is keyof typeof failureLocales.en.method => Object.hasOwn(failureLocales.en.method, name)

const speakers: Partial<Record<FailureCode, 'server' | 'system'>> = {
  'server-silent': 'server',
  'login-refused': 'server',
  'agent-keys-left': 'server',
  'login-incomplete': 'server',
  'login-expired': 'server',
  'login-unanswered': 'server',
  'password-expired': 'server',
  'channel-shortage': 'server',
  'not-an-ssh-server': 'server',
  'mail-server-refused': 'server',
  'greeting-unexpected': 'server',
  'mail-tls-failed': 'server',
  'key-install-refused': 'server',
  'key-install-unproven': 'server',
  'file-not-readable': 'system',
  'file-not-writable': 'system',
}

const saidWords = (t: Translate, failure: Failure): string => {
  const said = 'said' in failure && failure.said !== undefined ? printable(failure.said) : ''
  return said === '' ? '' : ` ${t(`said.${speakers[failure.code] ?? 'message'}`, { said })}`
}

const keyLineWords = (t: Translate, failure: Failure): string =>
  failure.code === 'key-install-unproven' && failure.line !== undefined ? ` ${t(`keyLine.${failure.line}`)}` : ''

/** A failure in the person's language: the cause and the next step. */
export const failureText = (t: Translate, failure: Failure, shell: ShellWords = {}): FailureText => {
  const { code } = failure
  const values: WordedValues = {
    ...plainValues(t, failure),
    ...wordedValues(t, failure, shell),
    ...('reason' in failure ? { reason: reasonWords(t, failure) } : {}),
  }
  return {
    message: `${t(`failure.${code}.message`, values)}${keyLineWords(t, failure)}${saidWords(t, failure)}`,
    next: shell.next?.(code, values) ?? t(`failure.${code}.next`, values),
  }
}
