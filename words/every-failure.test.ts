import { describe, expect, test } from 'vitest'
import type { Failure } from '../contract/failure.ts'
import { algorithmKinds, failureCategories } from '../contract/failure.ts'
import { everyFailure } from '../main/testing/every-failure.ts'
import { failureLocales } from './failure-locales.ts'
import { failureText } from './failure-text.ts'
import { createTranslate } from './translate.ts'

// Frequent words of each language that the other language does not have.
const markers = {
  en: [
    'the',
    'it',
    'its',
    'and',
    'not',
    'cannot',
    'this',
    'that',
    'with',
    'from',
    'by',
    'for',
    'has',
    'have',
    'does',
    'are',
    'which',
    'to',
  ],
  nl: [
    'het',
    'de',
    'een',
    'niet',
    'en',
    'van',
    'voor',
    'met',
    'zijn',
    'wordt',
    'naar',
    'deze',
    'die',
    'geen',
    'op',
    'kan',
    'bij',
    'er',
  ],
} as const
type Language = keyof typeof markers
const languages = ['en', 'nl'] as const

const wordsOf = (text: string): readonly string[] => text.toLowerCase().match(/[\p{L}]+/gu) ?? []
const foreignWords = (text: string, language: Language): readonly string[] => {
  const others: readonly string[] = markers[language === 'en' ? 'nl' : 'en']
  return wordsOf(text).filter((word) => others.includes(word))
}

const failures = everyFailure(() => 'Qqq')
const shown = ({ code, ...values }: Failure): string => `${code} ${JSON.stringify(values)}`

test('the samples are of every code', () => {
  expect([...new Set(failures.map(({ code }) => code))].sort()).toEqual(Object.keys(failureCategories).sort())
})

describe.each(languages)('in %s', (language) => {
  const t = createTranslate(language)

  test.each(failures.map((failure) => [shown(failure), failure] as const))(
    '%s has all its words in that language alone',
    (_, failure) => {
      const { message, next } = failureText(t, failure)
      for (const text of [message, next]) {
        // A missing word would show its key, and a missing value its name.
        expect(text).not.toMatch(
          /\{\{|\bundefined\b|\[object|\b(?:failure|reason|damage|algorithm|method|hostKeySource|said|service|word)\.\w/,
        )
        expect(text).toMatch(/[.”]$|: Qqq(?: Qqq)?$/u)
        expect(foreignWords(text, language)).toEqual([])
      }
    },
  )

  test('the sentences of a failure show each of its values', () => {
    const hidden = failures.filter((failure) => 'said' in failure && !failureText(t, failure).message.includes('“Qqq”'))
    expect(hidden).toEqual([])
  })

  test('every word belongs to a failure', () => {
    const { reason, damage, algorithm, hostKeySource, failure } = failureLocales[language]
    const valuesOf = (name: string): readonly string[] => [
      ...new Set(failures.flatMap((one) => (name in one ? [one[name as keyof Failure]] : []))),
    ]
    expect([...new Set([...valuesOf('reason'), ...valuesOf('why')])].sort()).toEqual(Object.keys(reason).sort())
    expect(valuesOf('damage').toSorted()).toEqual(Object.keys(damage).sort())
    expect(Object.keys(algorithm).sort()).toEqual([...algorithmKinds].sort())
    expect(Object.keys(hostKeySource).sort()).toEqual(['accepted', 'account', 'connection', 'file'])
    expect(Object.keys(failure).sort()).toEqual(Object.keys(failureCategories).sort())
  })
})
