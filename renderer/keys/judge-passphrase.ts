import { ZxcvbnFactory } from '@zxcvbn-ts/core'
import * as common from '@zxcvbn-ts/language-common'
import * as english from '@zxcvbn-ts/language-en'
import * as dutch from '@zxcvbn-ts/language-nl-be'
import { strengthOf, type Strength } from './passphrase-strength.ts'

/**
 * Only this many characters are judged, because more can only make a passphrase stronger, and zxcvbn took 6 s for 240 characters with many
 * substitutions.
 */
const judgedLength = 40
const readings = 20

const judge = new ZxcvbnFactory({
  dictionary: {
    ...common.dictionary,
    ...english.dictionary,
    // Both languages name a list `commonWords`.
    ...Object.fromEntries(Object.entries(dutch.dictionary).map(([name, words]) => [`${name}-nl`, words])),
  },
  graphs: common.adjacencyGraphs,
  maxLength: judgedLength,
  l33tMaxSubstitutions: readings,
})

/**
 * Judges how hard a passphrase is to guess for an attacker with the key file (zxcvbn, with English and Dutch words). `known` lists words
 * that an attacker may know: names, the server. This file includes two megabytes of words, so it is loaded only on demand.
 */
export const judgePassphrase = (passphrase: string, known: readonly string[]): Strength =>
  strengthOf(judge.check(passphrase, [...known]))
