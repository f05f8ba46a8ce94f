import { describe, expect, test } from 'vitest'
import { LogEntrySchema } from '../contract/log-entry.ts'
import { logEntries } from '../main/testing/log-entries.ts'
import { logEntryWords, logSubject, logText } from './log-text.ts'
import { createTranslate } from './translate.ts'

const t = { en: createTranslate('en'), nl: createTranslate('nl') }
const entries = logEntries((field) => `some ${field}`)

describe.each(['en', 'nl'] as const)('an entry of the log in %s', (language) => {
  test.each(entries.map((entry) => [JSON.stringify(entry), entry] as const))('%s has words and shows its values', (_, entry) => {
    expect(logEntryWords[language][entry.name]).toMatch(/\S/)
    const text = logText(t[language], entry)
    expect(text).not.toMatch(/{{|}}|undefined|log\./)
    // A reason, the kind of a secret and who stands for a certificate are words of the language.
    const shown = Object.entries(entry).filter(([field]) => !['name', 'reason', 'secret', 'by'].includes(field))
    for (const [, value] of shown) expect(text).toContain(Array.isArray(value) ? value.join(', ') : String(value))
  })

  test('has words for each name of the contract, and for no other', () => {
    const names = LogEntrySchema.options.map(({ shape }) => shape.name.value)
    expect(Object.keys(logEntryWords[language]).sort()).toEqual([...names].sort())
  })
})

test('each entry has different words in the two languages, except a line of another version', () => {
  const same = entries.filter((entry) => logText(t.en, entry) === logText(t.nl, entry))
  expect(same.map(({ name }) => name)).toEqual(['other-version'])
})

test('a refusal has its reason in words of the language, and a secret its kind', () => {
  expect(logText(t.nl, { name: 'client-refused', port: 11_110, reason: 'other-user' })).toBe(
    'lokale poort 11110 weigerde een verbinding: ze kwam van een andere gebruiker van deze computer',
  )
  expect(logText(t.nl, { name: 'secret-not-kept', secret: 'passphrase' })).toBe('de sleutelbos bewaart de wachtzin niet')
})

test('a server’s text cannot repaint the terminal, begin a line or fill in a placeholder', () => {
  expect(logText(t.en, { name: 'banner', said: '\x1b[2Ja\r\nb {{said}} $t(word.yes)' })).toBe(
    'banner: [2Ja b {{said}} $t(word.yes)',
  )
})

test('a line without an account carries the name of Postern', () => {
  expect(logSubject({})).toBe('Postern')
  expect(logSubject({ account: 'Work\u202e' })).toBe('Work')
})
