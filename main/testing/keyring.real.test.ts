import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeWith } from './components.ts'
import { environmentWithoutKeyring, keyringComponents, startKeyring, type Keyring } from './keyring.ts'
import { runProgram } from './run-program.ts'

let keyring: Keyring
const store = (env: NodeJS.ProcessEnv) =>
  runProgram('secret-tool', ['store', '--label=probe', 'probe', 'one'], { env, stdin: 'kept', timeoutMs: 5000 })
const lookup = (env: NodeJS.ProcessEnv) => runProgram('secret-tool', ['lookup', 'probe', 'one'], { env, timeoutMs: 5000 })

describeWith([...keyringComponents, 'secret-tool'], 'a keyring of the test’s own', () => {
  beforeAll(async () => {
    keyring = await startKeyring()
  })
  afterAll(() => keyring.stop())

  test('keeps a secret, and returns it to nobody while it is locked', async () => {
    expect((await store(keyring.env)).code).toBe(0)
    expect((await lookup(keyring.env)).stdout).toBe('kept')
    await keyring.lock()
    expect((await lookup(keyring.env)).stdout).toBe('')
    expect((await store(keyring.env)).code).not.toBe(0)
  })

  test('is not there without a session bus', async () => {
    expect(await store(environmentWithoutKeyring())).toMatchObject({ code: 1, stdout: '' })
  })
})
