import { describe, expect, test } from 'vitest'
import { failureOf } from '../../contract/failure.ts'
import { environmentWithoutKeyring } from '../testing/keyring.ts'
import { createKeychainVault, keychainFailure } from './keychain-vault.ts'

const failing = (action: Promise<unknown>) => action.then(() => undefined, failureOf)

describe.skipIf(process.platform !== 'linux')('a computer without a keychain', () => {
  test('rejects every call as absent', async () => {
    // libdbus reads its address once for each process, so this test has a file, and with it a process, of its own.
    Object.assign(process.env, environmentWithoutKeyring())
    const vault = createKeychainVault()
    const name = { kind: 'password', accountId: 'x' } as const
    const absent = { code: 'keychain-absent', said: expect.stringContaining('DBus error') as string }
    expect(await failing(vault.set(name, 'secret'))).toEqual(absent)
    expect(await failing(vault.get(name))).toEqual(absent)
    expect(await failing(vault.remove(name))).toEqual(absent)
  })
})

test('a missing D-Bus socket whose path contains "locked" is an absent keychain', () => {
  const error = new Error('Platform failure: DBus error: Failed to connect to socket /home/locked/bus: No such file or directory')
  expect(keychainFailure(error).failure.code).toBe('keychain-absent')
})
