import { generateKeyPair } from 'node:crypto'
import { promisify } from 'node:util'
import { numbersOf, type KeyNumbers } from './key-numbers.ts'

const generate = promisify(generateKeyPair)

/**
 * A new key pair, made in node's thread pool. By node:crypto and not by ssh2, whose Ed25519 generator writes a malformed key once in
 * 256 (a raw key that begins with a certain byte is taken for something else).
 */
export const generateNumbers = async (type: 'ed25519' | 'rsa'): Promise<KeyNumbers> => {
  const pair = type === 'ed25519' ? await generate('ed25519') : await generate('rsa', { modulusLength: 4096 })
  return numbersOf(pair.privateKey)
}
