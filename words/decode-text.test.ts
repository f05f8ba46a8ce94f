import { expect, test } from 'vitest'
import { decodeText } from './decode-text.ts'

const text = '[HKEY_CURRENT_USER\\Software\\SimonTatham\\PuTTY\\Sessions\\café]'
const utf16 = Buffer.from(`\uFEFF${text}`, 'utf16le')

test.each([
  ['UTF-8', Buffer.from(text)],
  ['UTF-8 with a mark', Buffer.from(`\uFEFF${text}`)],
  ['UTF-16, the low byte first', utf16],
  ['UTF-16, the high byte first', Buffer.from(utf16).swap16()],
])('reads %s', (_, bytes) => {
  expect(decodeText(new Uint8Array(bytes))).toBe(text)
})

test('reads bytes that are not text without an error', () => {
  expect(decodeText(Uint8Array.of(0xff, 0xfe, 0x00))).toBe('\uFFFD')
  expect(decodeText(new Uint8Array())).toBe('')
})
