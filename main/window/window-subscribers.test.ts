import { expect, test } from 'vitest'
import { createWindowSubscribers } from './window-subscribers.ts'

const setUp = () => {
  const faults: unknown[] = []
  return { faults, ...createWindowSubscribers((error) => faults.push(error)) }
}

test('every window hears what is told, until it ends its own subscription', () => {
  const { tell, subscribe } = setUp()
  const heard: string[] = []
  const hear = (who: string) => (name: string, payload: unknown) => heard.push(`${who} ${name} ${JSON.stringify(payload)}`)
  const end = subscribe(hear('one'))
  subscribe(hear('two'))
  tell('QuestionClosed', { id: '1' })
  end()
  end()
  tell('QuestionClosed', { id: '2' })
  expect(heard).toEqual(['one QuestionClosed {"id":"1"}', 'two QuestionClosed {"id":"1"}', 'two QuestionClosed {"id":"2"}'])
})

test('one that listens twice hears twice, and ends each on its own', () => {
  const { tell, subscribe } = setUp()
  let count = 0
  const hear = () => {
    count += 1
  }
  const end = subscribe(hear)
  subscribe(hear)
  tell('AccountsChanged', [])
  end()
  tell('AccountsChanged', [])
  expect(count).toBe(3)
})

test('a window that fails is no worry of the others', () => {
  const { tell, subscribe, faults } = setUp()
  const heard: string[] = []
  const fault = new Error('the window has gone')
  subscribe(() => {
    throw fault
  })
  subscribe((name) => heard.push(name))
  tell('AccountsChanged', [])
  expect([heard, faults]).toEqual([['AccountsChanged'], [fault]])
})
