import { constants } from 'node:os'
import en from '../../assets/locales/en.json'
import { mailServices } from '../../contract/local-forward.ts'
import { knownAlgorithms } from '../ssh/transport/algorithms.ts'
import { protocolNames } from '../ssh/userauth/log-in-attempt.ts'

const { failure, reason, damage, algorithm, method, lights, state, service, word, refused, log } = en

const textsOf = (value: unknown): readonly string[] =>
  typeof value === 'string' ? [value] : Object.values(value as object).flatMap(textsOf)

/** Returns the words of a text in lower case. A character beyond ASCII counts as a letter. */
export const wordsOf = (text: string): readonly string[] => text.toLowerCase().match(wordPattern) ?? []

/** A run of letters, digits and characters beyond ASCII. */
export const wordPattern = /[^\0-/:-@[-`{-\x7f]+/gu

/** Words of the sentences that are examples or placeholders. */
const examples = new Set(['bob', 'example', 'programdata', 'value', 'account', 'host'])

/**
 * The words that are shown in a text from outside: those of Postern's own sentences and of the protocols, and the OS's names of errors. They
 * reveal nothing about the person. Each comes from the file that uses it, so the list needs no upkeep.
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
