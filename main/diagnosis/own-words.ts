import { constants } from 'node:os'
import en from '../../assets/locales/en.json'
import { mailServices } from '../../contract/local-forward.ts'
import { knownAlgorithms } from '../ssh/transport/algorithms.ts'
import { protocolNames } from '../ssh/userauth/log-in-attempt.ts'

const { failure, reason, damage, algorithm, method, lights, state, service, word, refused, log } = en

const textsOf = (value: unknown): readonly string[] =>
  typeof value === 'string' ? [value] : Object.values(value as object).flatMap(textsOf)

/** The words of a text, in small letters. Whatever is not ASCII counts as a letter. */
export const wordsOf = (text: string): readonly string[] => text.toLowerCase().match(wordPattern) ?? []

/** A run of letters, digits and whatever is not ASCII. */
export const wordPattern = /[^\0-/:-@[-`{-\x7f]+/gu

/** In the sentences they are examples, or stand for a value. */
const examples = new Set(['bob', 'example', 'programdata', 'value', 'account', 'host'])

/**
 * The words that a text of somebody else may show: those of Postern's own sentences, of the protocols, and the OS's names for its errors.
 * These words reveal nothing about the person. All come from the files that use them, so a word that no file uses is not shown.
 */
export const ownWords: ReadonlySet<string> = new Set([
  ...[failure, reason, damage, algorithm, method, lights, state, service, word, refused, log.entry, log.refused, log.secret]
    .flatMap(textsOf)
    .flatMap(wordsOf)
    .filter((own) => !examples.has(own)),
  ...[reason, failure].flatMap(Object.keys).flatMap(wordsOf),
  ...[...knownAlgorithms, ...Object.values(protocolNames), ...mailServices].flatMap(wordsOf),
  ...[...Object.keys(constants.errno), Error.name, TypeError.name, RangeError.name].flatMap(wordsOf),
])
