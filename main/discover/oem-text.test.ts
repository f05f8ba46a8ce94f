import { describe, expect, test, vi } from 'vitest'
import { decodeOemText, unreadable } from './oem-text.ts'

const decode = (bytes: readonly number[], codePage: number | undefined): Promise<string> =>
  decodeOemText(Uint8Array.from(bytes), () => Promise.resolve(codePage))

describe('the output of a program of Windows', () => {
  // "Renée" as reg.exe wrote it on a system with code page 437, and in others.
  test.each([
    [437, [0x52, 0x65, 0x6e, 0x82, 0x65], 'Renée'],
    [850, [0x52, 0x65, 0x6e, 0x82, 0x65], 'Renée'],
    [850, [0x9d, 0xd5], 'Øı'],
    [858, [0xd5], '€'],
    [852, [0x9d, 0x75, 0x6b, 0x61, 0x73, 0x7a], 'Łukasz'],
    [866, [0x88, 0xa2, 0xa0, 0xad], 'Иван'],
    [932, [0x93, 0x63, 0x92, 0x86], '田中'],
  ])('is read in code page %i', async (codePage, bytes, text) => {
    expect(await decode(bytes, codePage)).toBe(text)
  })

  test('is read as UTF-8 if it is valid UTF-8', async () => {
    const codePage = vi.fn(() => Promise.resolve(437))
    expect(await decodeOemText(Buffer.from('C:\\Users\\Renée'), codePage)).toBe('C:\\Users\\Renée')
    expect(codePage).not.toHaveBeenCalled()
  })

  test('has no guessed letters if the code page is not known', async () => {
    expect(await decode([0x61, 0x82, 0x62], undefined)).toBe(`a${unreadable}b`)
    expect(await decode([0x61, 0x82, 0x62], 720)).toBe(`a${unreadable}b`)
  })

  test('has a letter for each byte of a code page', async () => {
    for (const codePage of [437, 850, 852, 858])
      expect(
        await decode(
          Array.from({ length: 128 }, (_, index) => 0x80 + index),
          codePage,
        ),
      ).toMatch(/^[^\ufffd]{128}$/)
  })
})
