import { expect, test } from 'vitest'
import { readHostKeyAnswer } from './host-key-answer.ts'

const fingerprint = 'SHA256:uNiVztksCsDhcc0u9e8BrJmEHm5y3RH2Vc5YkvNxS1A'
const words = { yes: 'ja', no: 'nee' }

test.each([
  ['', 'no'],
  ['no', 'no'],
  ['nee', 'no'],
  ['yes', 'yes'],
  ['JA', 'yes'],
  [` ${fingerprint} `, 'yes'],
  [`${fingerprint}=`, 'yes'],
  [fingerprint.toLowerCase(), 'different'],
  ['SHA256:other', 'different'],
  ['MD5:aa:bb', 'different'],
  ['y', 'unclear'],
  ['j', 'unclear'],
  ['sure', 'unclear'],
] as const)('%j to a host key means %s', (text, answer) => {
  expect(readHostKeyAnswer(text, fingerprint, words)).toBe(answer)
})
