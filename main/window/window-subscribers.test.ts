import { expect, test } from 'vitest'
import { createWindowSubscribers } from './window-subscribers.ts'

const setUp = () => {
  const faults: unknown[] = []
  return { faults, ...createWindowSubscribers((error) => faults.push(error)) }
}

test('every window receives the events, until it ends its own subscription', () => {
  const { emit, subscribe } = setUp()
  const received: string[] = []
  const onEvent = (who: string) => (name: string, payload: unknown) => received.push(`${who} ${name} ${JSON.stringify(payload)}`)
  const end = subscribe(onEvent('one'))
  subscribe(onEvent('two'))
  emit('QuestionClosed', { id: '1' })
  end()
  end()
  emit('QuestionClosed', { id: '2' })
  expect(received).toEqual(['one QuestionClosed {"id":"1"}', 'two QuestionClosed {"id":"1"}', 'two QuestionClosed {"id":"2"}'])
})

test('a listener that subscribes twice receives each event twice, and ends each subscription separately', () => {
  const { emit, subscribe } = setUp()
  let count = 0
  const onEvent = () => {
    count += 1
  }
  const end = subscribe(onEvent)
  subscribe(onEvent)
  emit('AccountsChanged', [])
  end()
  emit('AccountsChanged', [])
  expect(count).toBe(3)
})

test('a window that fails does not affect the others', () => {
  const { emit, subscribe, faults } = setUp()
  const received: string[] = []
  const fault = new Error('the window has gone')
  subscribe(() => {
    throw fault
  })
  subscribe((name) => received.push(name))
  emit('AccountsChanged', [])
  expect([received, faults]).toEqual([['AccountsChanged'], [fault]])
})
