import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { argon2, bcryptPbkdf } from './derive-key.ts'

const text = new TextEncoder()
const secret = { passphrase: 'correct horse', salt: text.encode('sixteen bytes of'), length: 48 }

test.each<[string, () => Promise<Buffer>]>([
  ['bcrypt', () => bcryptPbkdf({ ...secret, rounds: 24 })],
  ['Argon2', () => argon2({ ...secret, flavour: 'argon2id', kibibytes: 8192, passes: 20, parallelism: 1 })],
])('the rest of the program runs while %s derives a key', async (_name, derive) => {
  let isDerived = false
  const deriving = derive().then((key) => {
    isDerived = true
    return key
  })
  // In this thread it would be over before the event loop turns.
  await nextTurn()
  expect(isDerived).toBe(false)
  expect(await deriving).toHaveLength(48)
})
