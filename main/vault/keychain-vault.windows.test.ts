import { randomUUID } from 'node:crypto'
import { afterEach, expect, test } from 'vitest'
import { keychainState } from './keychain-state.ts'
import { createKeychainVault } from './keychain-vault.ts'
import type { SecretName } from './vault.ts'

const password: SecretName = { kind: 'password', accountId: randomUUID() }
const passphrase: SecretName = { kind: 'passphrase', fingerprint: `SHA256:${randomUUID()}` }
const vault = createKeychainVault()

afterEach(() => Promise.all([vault.remove(password), vault.remove(passphrase)]))

test('the Credential Manager is ready', async () => {
  expect(await keychainState(vault)).toBe('ready')
})

test('it stores a secret unchanged and apart from the others until it is removed', async () => {
  expect(await vault.get(password)).toBeUndefined()
  await vault.set(password, 'pass wörd\n\u{1f511}')
  await vault.set(passphrase, 'another')
  expect(await createKeychainVault().get(password)).toBe('pass wörd\n\u{1f511}')
  await vault.set(password, 'new')
  expect(await vault.get(password)).toBe('new')
  await vault.remove(password)
  expect(await vault.get(password)).toBeUndefined()
  expect(await vault.get(passphrase)).toBe('another')
  await vault.remove(password)
})

test('it stores the longest secret that Postern allows', async () => {
  await vault.set(password, 'x'.repeat(1280))
  expect(await vault.get(password)).toHaveLength(1280)
})
