import { describe, expect, test } from 'vitest'
import { failureOf } from '../../contract/failure.ts'
import type { Answer, Question } from '../../contract/question.ts'
import { seenSample } from '../testing/seen-certificates.ts'
import { createPendingQuestions } from './pending-questions.ts'

const password: Question = { kind: 'password', account: 'work', server: 'bob@mail.example.org:22' }
const passphrase: Question = { kind: 'passphrase', account: 'work', identity: 'laptop' }
const challenge: Question = {
  kind: 'keyboard-interactive',
  account: 'work',
  server: 'bob@mail.example.org:22',
  title: '',
  instructions: '',
  prompts: [
    { text: 'Code:', echo: true },
    { text: 'PIN:', echo: false },
  ],
}
const fingerprint = `SHA256:${'a'.repeat(43)}`
const hostKey: Question = {
  kind: 'host-key',
  account: 'work',
  hostKey: { host: 'mail.example.org', port: 22, type: 'ssh-ed25519', blob: new Uint8Array([1, 2]), fingerprint },
  randomart: '+---+',
}

const certificate: Question = {
  kind: 'certificate',
  account: 'work',
  destination: 'mail.example.org:993',
  ...seenSample(),
}

const openDesk = () => {
  const emitted: { name: string; payload: unknown }[] = []
  return { emitted, ...createPendingQuestions((name, payload) => emitted.push({ name, payload })) }
}
const thrown = (act: () => void) => {
  try {
    act()
    return undefined
  } catch (error) {
    return failureOf(error)
  }
}

describe('questions', () => {
  test('wait in the order in which they came, and each emits an event', async () => {
    const { ask, pending, answer, emitted } = openDesk()
    const answers = [ask(password), ask(passphrase)]
    const [first, second] = pending()
    expect(pending().map(({ question }) => question)).toEqual([password, passphrase])
    expect(emitted).toEqual([
      { name: 'QuestionAsked', payload: first },
      { name: 'QuestionAsked', payload: second },
    ])
    answer(second!.id, { kind: 'passphrase', secret: 'open', remember: true })
    answer(first!.id, { kind: 'declined' })
    expect(await Promise.all(answers)).toEqual([undefined, { secret: 'open', remember: true }])
    expect(pending()).toEqual([])
  })

  test('show a host key without its binary blob', () => {
    const { ask, pending } = openDesk()
    void ask(hostKey)
    const shown = { host: 'mail.example.org', port: 22, type: 'ssh-ed25519', fingerprint }
    expect(pending()[0]?.question).toEqual({ kind: 'host-key', account: 'work', hostKey: shown, randomart: '+---+' })
  })

  test.each<[Question, Answer, unknown]>([
    [hostKey, { kind: 'host-key', trust: true }, true],
    [hostKey, { kind: 'declined' }, false],
    [certificate, { kind: 'certificate', trust: true }, true],
    [certificate, { kind: 'declined' }, false],
    [password, { kind: 'password', secret: 's', remember: false }, { secret: 's', remember: false }],
    [challenge, { kind: 'keyboard-interactive', answers: ['1', '2'] }, ['1', '2']],
    [challenge, { kind: 'declined' }, undefined],
  ])('resolve with the answer in the form that the core expects: %#', async (question, answer, expected) => {
    const desk = openDesk()
    const answered = desk.ask(question)
    desk.answer(desk.pending()[0]!.id, answer)
    expect(await answered).toEqual(expected)
  })

  test.each<[Question, Answer, string, string]>([
    [password, { kind: 'passphrase', secret: 'hunter2', remember: false }, 'answer.kind', 'answer-kind'],
    [certificate, { kind: 'host-key', trust: true }, 'answer.kind', 'answer-kind'],
    [hostKey, { kind: 'password', secret: 'hunter2', remember: false }, 'answer.kind', 'answer-kind'],
    [password, { kind: 'host-key', trust: true }, 'answer.kind', 'answer-kind'],
    [challenge, { kind: 'keyboard-interactive', answers: ['hunter2'] }, 'answer.answers', 'answer-count'],
  ])('go on waiting after an answer of the wrong form: %#', (question, answer, field, reason) => {
    const desk = openDesk()
    void desk.ask(question)
    const { id } = desk.pending()[0]!
    expect(thrown(() => desk.answer(id, answer))).toEqual({ code: 'input-invalid', field, value: '', reason })
    expect(desk.pending()).toHaveLength(1)
  })

  test('that another window has answered reject an answer as gone', () => {
    const desk = openDesk()
    void desk.ask(password)
    const { id } = desk.pending()[0]!
    desk.answer(id, { kind: 'declined' })
    const failure = { code: 'input-invalid', field: 'questionId', value: '', reason: 'question-gone' }
    expect(thrown(() => desk.answer(id, { kind: 'declined' }))).toEqual(failure)
  })

  test('whose answer is no longer wanted are withdrawn, with one event', async () => {
    const desk = openDesk()
    const controller = new AbortController()
    const answered = desk.ask(hostKey, controller.signal)
    const { id } = desk.pending()[0]!
    controller.abort()
    controller.abort()
    expect(await answered).toBe(false)
    expect(desk.pending()).toEqual([])
    expect(desk.emitted.slice(1)).toEqual([{ name: 'QuestionClosed', payload: { id } }])
  })

  test('with an aborted signal are not asked at all', async () => {
    const desk = openDesk()
    expect(await desk.ask(password, AbortSignal.abort())).toBeUndefined()
    expect(desk.emitted).toEqual([])
  })

  test('that were answered are not closed again by a later abort', () => {
    const desk = openDesk()
    const controller = new AbortController()
    void desk.ask(password, controller.signal)
    desk.answer(desk.pending()[0]!.id, { kind: 'declined' })
    controller.abort()
    expect(desk.emitted.filter(({ name }) => name === 'QuestionClosed')).toHaveLength(1)
  })

  test('are all declined when the window service closes, and later ones too', async () => {
    const desk = openDesk()
    const answers = [desk.ask(hostKey), desk.ask(password)]
    desk.close()
    expect(await Promise.all([...answers, desk.ask(challenge)])).toEqual([false, undefined, undefined])
    expect(desk.pending()).toEqual([])
  })

  test('emit no event with an answer', async () => {
    const desk = openDesk()
    const answers = [desk.ask(password), desk.ask(challenge)]
    const [first, second] = desk.pending()
    desk.answer(first!.id, { kind: 'password', secret: 'hunter2', remember: true })
    desk.answer(second!.id, { kind: 'keyboard-interactive', answers: ['hunter2', 'hunter2'] })
    await Promise.all(answers)
    expect(JSON.stringify(desk.emitted)).not.toContain('hunter2')
  })
})
