import { generateKeyPair } from 'node:crypto'
import { promisify } from 'node:util'
import { numbersOf, type KeyNumbers } from './key-numbers.ts'

const generate = promisify(generateKeyPair)

/**
 * Generates a key pair in Node's thread pool. It uses node:crypto, because ssh2's Ed25519 generator makes one malformed key in 256: it
 * mistakes a raw key that begins with a certain byte for something else.
 */
export const generateNumbers = async (type: 'ed25519' | 'rsa'): Promise<KeyNumbers> => {
  const pair = type === 'ed25519' ? await generate('ed25519') : await generate('rsa', { modulusLength: 4096 })
  return numbersOf(pair.privateKey)
}
