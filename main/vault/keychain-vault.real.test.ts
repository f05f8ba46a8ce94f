import { afterAll, beforeAll, expect, test } from 'vitest'
import { failureOf } from '../../contract/failure.ts'
import { describeWith } from '../testing/components.ts'
import { keyringComponents, startKeyring, type Keyring } from '../testing/keyring.ts'
import { createKeychainVault } from './keychain-vault.ts'
import type { SecretName } from './vault.ts'

const password: SecretName = { kind: 'password', accountId: '6f1f2c1e-7a57-4d0c-9f0e-0d9d3f3a2b11' }
const passphrase: SecretName = { kind: 'passphrase', fingerprint: `SHA256:${'A'.repeat(43)}` }
const vault = createKeychainVault()
const failing = (action: Promise<unknown>) => action.then(() => undefined, failureOf)
let keyring: Keyring

describeWith(keyringComponents, 'the OS keychain', () => {
  beforeAll(async () => {
    keyring = await startKeyring()
    Object.assign(process.env, keyring.env)
  })
  afterAll(() => keyring.stop())

  test('stores a secret unchanged and apart from the others until it is removed', async () => {
    expect(await vault.get(password)).toBeUndefined()
    await vault.set(password, 'pass wörd\n\u{1f511}')
    await vault.set(passphrase, 'another')
    expect(await vault.get(password)).toBe('pass wörd\n\u{1f511}')
    await vault.set(password, 'new')
    expect(await vault.get(password)).toBe('new')
    await vault.remove(password)
    expect(await vault.get(password)).toBeUndefined()
    expect(await vault.get(passphrase)).toBe('another')
  })

  test('removes a secret that is not stored without a failure', async () => {
    await vault.remove(password)
    expect(await vault.get(password)).toBeUndefined()
  })

  test('accepts the longest secret of every OS, and refuses a longer one without showing it', async () => {
    await vault.set(password, 'x'.repeat(1280))
    expect(await vault.get(password)).toHaveLength(1280)
    const failure = { code: 'input-invalid', field: 'password', value: '', reason: 'secret-too-long' }
    expect(await failing(vault.set(password, 'x'.repeat(1281)))).toEqual(failure)
    expect(await vault.get(password)).toHaveLength(1280)
  })

  // The last test, because the keyring stays locked.
  test('that is locked rejects every call, and does not report the secret as missing', async () => {
    await vault.set(password, 'kept')
    await keyring.lock()
    const locked = { code: 'keychain-locked' }
    expect(await failing(vault.get(password))).toEqual(locked)
    expect(await failing(vault.set(password, 'other'))).toEqual(locked)
    expect(await failing(vault.remove(password))).toEqual(locked)
  })
})
