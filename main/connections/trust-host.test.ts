import { generateKeyPairSync } from 'node:crypto'
import ssh2 from 'ssh2'
import type { ParsedKey } from 'ssh2'
import { describe, expect, test } from 'vitest'
import { failureOf } from '../../contract/failure.ts'
import type { Ask } from '../../contract/question.ts'
import { fingerprintOf } from '../ssh/transport/host-key.ts'
import { accountAt, asked, connectionHarness, typed } from '../testing/connection-harness.ts'
import { makeTestKey } from '../testing/test-key.ts'
import { createOpenConnection } from './open-connection.ts'

const { compose, server, start } = connectionHarness()

describe('an unknown host key', () => {
  test('is shown with its fingerprint and picture, and remembered once the server has proved that it holds it', async () => {
    const account = accountAt(server())
    const { open, questions, knownLines } = compose([account], { password: [typed('right')] })
    await open(account)
    const [question] = questions
    expect(question).toMatchObject({
      kind: 'host-key',
      account: 'work',
      hostKey: { fingerprint: server().hostKeys[0]!.fingerprint },
    })
    expect(question?.kind === 'host-key' && question.randomart).toMatch(/^\+-+\[ED25519 256\]-+\+\n/)
    expect(knownLines().map((line) => line.replace(/ postern .*Z$/, ''))).toEqual(server().knownHostsLines)
    await open(account)
    expect(asked(questions)).toEqual(['host-key', 'password'])
  })

  test.each([false, undefined, null, 0, 1, 'yes', 'true', {}, []])('is refused when the answer is %j', async (hostKey) => {
    const account = accountAt(server())
    const { failure, questions, knownLines } = compose([account], { hostKey })
    expect(await failure(account)).toMatchObject({ code: 'host-key-unknown', fingerprint: server().hostKeys[0]!.fingerprint })
    expect(asked(questions)).toEqual(['host-key'])
    expect(knownLines()).toEqual([])
  })

  test('is pinned for the second connection: a server with another key is refused', async () => {
    const account = accountAt(server())
    const { parts, knownLines } = compose([account])
    const swap = (async () => {
      await server().stop()
      await start({ port: server().port, hostKeys: [makeTestKey()] })
      return true
    }) as Ask
    const failed = await createOpenConnection(parts)(account, { ask: swap }).then(() => undefined, failureOf)
    expect(failed).toMatchObject({ code: 'host-key-changed', known: [server().hostKeys[0]!.fingerprint] })
    expect(knownLines()).toEqual([])
  })

  test('need not be compared again after a refused log-in', async () => {
    const account = accountAt(server())
    const { failure, questions } = compose([account], { password: [typed('wrong'), typed('wrong'), typed('wrong')] })
    expect(await failure(account)).toMatchObject({ code: 'login-refused' })
    await failure(account)
    expect(asked(questions).filter((kind) => kind === 'host-key')).toHaveLength(1)
  })
})

describe('an account with a pinned host key', () => {
  const ecdsaKey = (namedCurve: string) => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve })
    const pem = privateKey.export({ type: 'sec1', format: 'pem' }) as string
    const key = ssh2.utils.parseKey(pem) as ParsedKey
    return { privateKey: pem, publicKey: '', fingerprint: fingerprintOf(key.getPublicSSH()) }
  }

  test.each(['P-256', 'P-384', 'P-521'])('finds a key of %s behind the one that the server shows first', async (curve) => {
    const pinned = ecdsaKey(curve)
    const account = accountAt(await start({ hostKeys: [makeTestKey(), pinned] }), { trustedFingerprint: pinned.fingerprint })
    const { open, questions } = compose([account], { password: [typed('right')] })
    expect((await open(account)).connection.facts.hostKey.fingerprint).toBe(pinned.fingerprint)
    expect(asked(questions)).toEqual(['password'])
  })
})

describe('a host key that is known', () => {
  test('and changed is refused without a question, with both fingerprints', async () => {
    const account = accountAt(server())
    const { failure, questions, know } = compose([account])
    const other = makeTestKey()
    know(`[127.0.0.1]:${server().port} ${other.publicKey}`)
    expect(await failure(account)).toMatchObject({
      code: 'host-key-changed',
      fingerprint: server().hostKeys[0]!.fingerprint,
      known: [other.fingerprint],
    })
    expect(questions).toEqual([])
  })

  test('and changed is accepted without a question once a person has replaced the known one with it', async () => {
    const account = accountAt(server())
    const { open, failure, questions, know, parts } = compose([account], { password: [typed('right')] })
    know(`[127.0.0.1]:${server().port} ${makeTestKey().publicKey} postern 2026-11-21T12:00:00Z`)
    expect(await failure(account)).toMatchObject({ code: 'host-key-changed', since: '2026-11-21T12:00:00Z' })
    await parts.hostTrust.replace(account, server().hostKeys[0]!.fingerprint)
    await open(account)
    expect(asked(questions)).toEqual(['password'])
  })

  test('and revoked is refused without a question', async () => {
    const account = accountAt(server())
    const { failure, questions, know } = compose([account])
    know(`@revoked * ${server().hostKeys[0]!.publicKey}`)
    expect(await failure(account)).toMatchObject({ code: 'host-key-revoked' })
    expect(questions).toEqual([])
  })

  test('by the account’s pin is accepted, and no other', async () => {
    const right = accountAt(server(), { trustedFingerprint: server().hostKeys[0]!.fingerprint })
    const wrong = accountAt(server(), { trustedFingerprint: `SHA256:${'A'.repeat(43)}` })
    const { open, failure, questions } = compose([right, wrong], { password: [typed('right')] })
    await open(right)
    expect(await failure(wrong)).toMatchObject({ code: 'host-key-changed' })
    expect(asked(questions)).toEqual(['password'])
  })
})
