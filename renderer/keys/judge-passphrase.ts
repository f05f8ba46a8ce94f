import { ZxcvbnFactory } from '@zxcvbn-ts/core'
import * as common from '@zxcvbn-ts/language-common'
import * as english from '@zxcvbn-ts/language-en'
import * as dutch from '@zxcvbn-ts/language-nl-be'
import { strengthOf, type Strength } from './passphrase-strength.ts'

/**
 * What is beyond it is not looked at, since it only makes a passphrase stronger: 240 characters that can be read in
 * many ways took zxcvbn 6 s.
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
 * How hard a passphrase is to guess for somebody who has the key file (zxcvbn, with English and Dutch words). `known` is what such a person
 * knows beside it: names, the server. Two megabytes of words come with this file, so it is loaded when it is needed.
 */
export const judgePassphrase = (passphrase: string, known: readonly string[]): Strength =>
  strengthOf(judge.check(passphrase, [...known]))
