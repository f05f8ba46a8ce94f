import { expect, test } from 'vitest'
import { chooseLanguage } from './language.ts'

test('the setting wins over the environment', () => {
  expect(chooseLanguage('nl', { LC_ALL: 'en_GB.UTF-8' }, 'en-GB')).toBe('nl')
})

test.each([
  [{ LC_ALL: 'nl_NL.UTF-8', LANG: 'en_GB' }, 'nl'],
  [{ LC_ALL: '', LC_MESSAGES: 'nl_BE', LANG: 'en_GB' }, 'nl'],
  [{ LC_MESSAGES: 'C', LANG: 'nl_NL' }, 'en'],
  [{ LANG: 'nl' }, 'nl'],
  [{ LANG: 'nlx_YY' }, 'en'],
  [{ LANG: 'de_DE.UTF-8' }, 'en'],
])('%j chooses %s', (environment, language) => {
  expect(chooseLanguage('system', environment, 'en-GB')).toBe(language)
})

test('without locale variables the OS decides', () => {
  expect(chooseLanguage('system', {}, 'nl-NL')).toBe('nl')
})
