import { expect, test } from 'vitest'
import { mailtoOf } from './ready-mail.ts'

test('a ready mail says the same when it is read back, with the line of the key whole', () => {
  const line = 'restrict,permitopen="localhost:110" ssh-ed25519 AAAA+/= bob@laptop'
  const address = new URL(mailtoOf({ subject: 'A key & a question?', body: `Hello,\n\n${line}\n` }))
  expect(address.pathname).toBe('')
  expect([...address.searchParams.keys()]).toEqual(['subject', 'body'])
  expect(address.searchParams.get('subject')).toBe('A key & a question?')
  expect(address.searchParams.get('body')).toBe(`Hello,\r\n\r\n${line}\r\n`)
})
