import { describe, expect, test } from 'vitest'
import { makeTestKey } from '../testing/test-key.ts'
import { parseKnownHosts, sinceComment } from './known-hosts-file.ts'

const key = makeTestKey().publicKey
const sinceOf = (comment: string) => parseKnownHosts(`mail.example.org ${key}${comment}`)[0]?.since

describe('the comment behind a key', () => {
  test('contains the time since which Postern knows it', () => {
    const comment = sinceComment(new Date('2026-11-21T12:00:00.123Z'))
    expect(comment).toBe('postern 2026-11-21T12:00:00Z')
    expect(sinceOf(` ${comment}`)).toBe('2026-11-21T12:00:00Z')
    expect(sinceOf(`\t${comment} \r\n`)).toBe('2026-11-21T12:00:00Z')
  })

  test.each([
    '',
    ' bob@laptop',
    ' postern',
    ' postern yesterday',
    ' postern 2026-11-21',
    ' postern 2026-13-45T99:00:00Z',
    ' postern 2026-11-21T12:00:00Z and more',
    ' 2026-11-21T12:00:00Z',
  ])('contains no time where it is %j, and the key counts all the same', (comment) => {
    expect(parseKnownHosts(`mail.example.org ${key}${comment}`)).toHaveLength(1)
    expect(sinceOf(comment)).toBeUndefined()
  })
})
