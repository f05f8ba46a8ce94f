import { expect, test } from 'vitest'
import { decodeText } from './decode-text.ts'

test.each([
  ['UTF-16 as regedit writes it', Buffer.from('\ufeffRenée', 'utf16le')],
  ['UTF-16 the other way round', Buffer.from('\ufeffRenée', 'utf16le').swap16()],
  ['UTF-8 with a mark', Buffer.from('\ufeffRenée')],
  ['UTF-8', Buffer.from('Renée')],
])('%s is read without its mark', (_name, bytes) => {
  expect(decodeText(bytes)).toBe('Renée')
})
