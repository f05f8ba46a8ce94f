import { expect, test } from 'vitest'
import { guideClients } from '../../contract/guide.ts'
import { clientChoices, likeliestClient } from './client-choices.ts'

const platforms = ['windows', 'macos', 'linux'] as const

test.each(platforms)('every mail app can be chosen once on %s, and another one last', (platform) => {
  const { likely, others } = clientChoices(platform)
  expect([...likely, ...others].sort()).toEqual([...guideClients].sort())
  expect(others.at(-1)).toBe('other')
})

test('the likeliest mail app has a guide', () => {
  expect(platforms.map(likeliestClient)).toEqual(['outlook', 'apple-mail', 'thunderbird'])
})
