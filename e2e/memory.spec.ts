import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { describeWith } from '../main/testing/components.ts'
import { copiesInMemory } from '../main/testing/copies-in-memory.ts'
import { measureMemory } from '../main/testing/measure-memory.ts'

/** Holds what it reads in each form, and says so. */
const holder = `
  process.stdin.once('data', (secret) => {
    const base64 = Buffer.concat([Buffer.from('before'), secret, Buffer.from('behind')]).toString('base64')
    globalThis.held = [Buffer.from(secret), Buffer.from(secret.toString('hex')), Buffer.from(base64.match(/.{1,30}/g).join('\\n'))]
    console.log('held')
  })`

describeWith(['root', 'sshd', 'ssh-keygen'], 'the memory of a process', () => {
  test('is found to hold a secret in each form', async () => {
    const secret = randomBytes(32)
    const child = spawn(process.execPath, ['-e', holder], { stdio: ['pipe', 'pipe', 'inherit'] })
    try {
      child.stdin.write(secret)
      await once(child.stdout, 'data')
      const [copies, ofAnother] = await copiesInMemory(child.pid ?? 0, [secret, randomBytes(32)])
      for (const count of [copies?.raw, copies?.hex, copies?.base64]) expect(count).toBeGreaterThan(0)
      expect(ofAnother).toEqual({ raw: 0, hex: 0, base64: 0 })
    } finally {
      child.kill('SIGKILL')
    }
  })

  // How many of the raw copies are left, the collector of garbage decides: docs/threat-model.md has what was measured.
  test('holds the passphrase of a log-in, and neither it nor the key as text', async () => {
    const [first, later] = await measureMemory()
    for (const result of [first, later]) {
      expect(result?.passphrase).toMatchObject({ hex: 0, base64: 0 })
      expect(result?.seed).toMatchObject({ hex: 0, base64: 0 })
    }
    expect(first?.passphrase.raw).toBeGreaterThan(0)
  })
})
