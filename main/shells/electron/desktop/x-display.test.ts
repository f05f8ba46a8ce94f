import { expect, test } from 'vitest'
import { internAtomRequest, setupRequest, xCookie, xDisplay } from './x-display.ts'

test.each([
  [':0', { number: '0', address: { path: '/tmp/.X11-unix/X0' } }],
  [':99.1', { number: '99', address: { path: '/tmp/.X11-unix/X99' } }],
  ['unix:1', { number: '1', address: { path: '/tmp/.X11-unix/X1' } }],
  ['localhost:10.0', { number: '10', address: { host: 'localhost', port: 6010 } }],
  ['', undefined],
  ['nonsense', undefined],
])('%j is found', (display, there) => {
  expect(xDisplay(display)).toEqual(there)
})

const field = (text: string): Buffer => Buffer.concat([Buffer.from([0, text.length]), Buffer.from(text, 'latin1')])
const entry = (number: string, name: string, data: string): Buffer =>
  Buffer.concat([Buffer.from([1, 0]), field('here'), field(number), field(name), field(data)])

test('the cookie is that of the display', () => {
  const file = Buffer.concat([
    entry('1', 'MIT-MAGIC-COOKIE-1', 'other'),
    entry('2', 'XDM-AUTHORIZATION-1', 'older'),
    entry('2', 'MIT-MAGIC-COOKIE-1', 'cookie'),
  ])
  expect(String(xCookie(file, '2'))).toBe('cookie')
  expect(xCookie(file, '3')).toBeUndefined()
  expect(xCookie(Buffer.alloc(0), '2')).toBeUndefined()
})

test('messages are padded to four bytes and say their length', () => {
  expect(setupRequest(Buffer.from('12345'))).toHaveLength(12 + 20 + 8)
  expect(setupRequest(undefined)).toHaveLength(12)
  const request = internAtomRequest('_NET_SYSTEM_TRAY_S0')
  expect([request.length, request.readUInt16LE(2) * 4, request.readUInt16LE(4)]).toEqual([28, 28, 19])
})
