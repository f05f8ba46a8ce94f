import path from 'node:path'
import { expect, test } from 'vitest'
import { environmentWithoutKeyring } from '../main/testing/keyring.ts'
import { runProgram } from '../main/testing/run-program.ts'

// `npm run demo` needs no server and no keychain and leaves no files, as README promises.

test('the demo carries a message through a tunnel and back', async () => {
  const root = path.resolve(import.meta.dirname, '..')
  const demo = path.join(root, 'main/testing/demo.ts')
  const tsx = path.join(root, 'node_modules/.bin/tsx')
  const { code, stdout, stderr } = await runProgram(tsx, [demo], { cwd: root, env: environmentWithoutKeyring(), timeoutMs: 80_000 })
  expect(stderr).toBe('')
  expect(stdout).toContain('It was fetched back by POP3')
  expect(stdout).toMatch(/submission +127\.0\.0\.1:\d+ -> localhost:587 +\d+ in, \d+ out/)
  expect(stdout).toContain('Cleaned up.')
  expect(code).toBe(0)
})
