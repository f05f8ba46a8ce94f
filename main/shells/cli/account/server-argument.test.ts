import { expect, test } from 'vitest'
import { readServer } from './server-argument.ts'

test.each([
  ['mail.example.org', { host: 'mail.example.org', port: 22 }],
  ['mail.example.org:2222', { host: 'mail.example.org', port: 2222 }],
  ['[mail.example.org]:2222', { host: 'mail.example.org', port: 2222 }],
  ['2001:db8::7', { host: '2001:db8::7', port: 22 }],
  ['[2001:db8::7]:2222', { host: '2001:db8::7', port: 2222 }],
])('%s is read', (text, server) => {
  expect(readServer(text)).toEqual(server)
})

test.each(['', ':22', 'host:0', 'host:x', '[host]:99999'])('%j is refused', (text) => {
  expect(() => readServer(text)).toThrow(/input-invalid/)
})
