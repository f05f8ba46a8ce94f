import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { HostKey } from '../../contract/host-key.ts'
import { failureOf, type Failure } from '../../contract/failure.ts'
import { hostKeyOf } from '../ssh/transport/host-key.ts'
import { describeWith } from '../testing/components.ts'
import { mustRun, runProgram } from '../testing/run-program.ts'
import { makeTemporaryFolder, type TemporaryFolder } from '../testing/temporary-folder.ts'
import { makeTestKey } from '../testing/test-key.ts'
import { createHostTrust } from './create-host-trust.ts'
import type { HostTrust } from './host-trust.ts'

const server = { host: 'mail.example.org', port: 22 }
const onAPort = { host: 'mail.example.org', port: 2222 }
const [old, current, other] = [makeTestKey(), makeTestKey(), makeTestKey()]
const keyFor = (at: { host: string; port: number }, { publicKey } = current): HostKey =>
  hostKeyOf(Buffer.from(publicKey.split(' ')[1]!, 'base64'), at)

let temporary: TemporaryFolder
let ownFile: string
let theirs: string
let trust: HostTrust
beforeEach(async () => {
  temporary = await makeTemporaryFolder('replace-host-key')
  ownFile = path.join(temporary.path, 'Postern', 'known_hosts')
  theirs = path.join(temporary.path, 'theirs')
  trust = createHostTrust({ ownFile, otherFiles: [theirs] })
})
afterEach(() => temporary.remove())

const know = async (...lines: readonly string[]): Promise<void> => {
  await mkdir(path.dirname(ownFile), { recursive: true })
  await writeFile(ownFile, lines.map((line) => `${line}\n`).join(''))
}
const judged = async (key: HostKey, pin?: string) => (await trust.judgeFor({ host: key.host, port: key.port, pin })).judge(key)
const replaced = (at: { host: string; port: number }, fingerprint: string): Promise<Failure | undefined> =>
  trust.replace(at, fingerprint).then(() => undefined, failureOf)
/** The lines that ssh-keygen finds for a name. */
const found = async (file: string, name: string): Promise<readonly string[]> =>
  (await runProgram('ssh-keygen', ['-F', name, '-f', file])).stdout
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
const notRefused = (at: { host: string; port: number }, fingerprint: string) => ({
  code: 'host-key-not-refused',
  ...at,
  fingerprint,
})

describeWith(['ssh-keygen'], 'a changed host key that a person has compared', () => {
  test.each([
    { at: server, name: 'mail.example.org' },
    { at: onAPort, name: '[mail.example.org]:2222' },
  ])('replaces every line for $name, and ssh-keygen reads the same', async ({ at, name }) => {
    const stays = `other.example.org ${old.publicKey} a comment`
    const revoked = `@revoked ${name} ${other.publicKey}`
    await know(`${name} ${old.publicKey}`, stays, `${name},192.0.2.7 ${other.publicKey}`, revoked)
    expect(await judged(keyFor(at))).toMatchObject({ verdict: 'changed', known: [old.fingerprint, other.fingerprint] })
    await trust.replace(at, current.fingerprint)
    expect(await judged(keyFor(at))).toEqual({ verdict: 'trusted' })
    expect(await judged(keyFor(at, old))).toMatchObject({ verdict: 'changed', known: [current.fingerprint] })
    expect(await found(ownFile, name)).toEqual([revoked, expect.stringContaining(current.publicKey)])
    expect(await mustRun('ssh-keygen', ['-lf', ownFile])).toContain(current.fingerprint)
    expect(await readFile(ownFile, 'utf8')).toContain(stays)
  })

  test('is trusted although the person’s own file still has the old one', async () => {
    const text = `mail.example.org ${old.publicKey}`
    await writeFile(theirs, text)
    await judged(keyFor(server))
    await trust.replace(server, current.fingerprint)
    expect(await judged(keyFor(server))).toEqual({ verdict: 'trusted' })
    expect(await found(ownFile, 'mail.example.org')).toHaveLength(1)
    expect(await readFile(theirs, 'utf8')).toBe(text)
  })

  test('is replaced on its port alone', async () => {
    await know(`mail.example.org ${old.publicKey}`, `[mail.example.org]:2222 ${old.publicKey}`)
    await judged(keyFor(onAPort))
    await trust.replace(onAPort, current.fingerprint)
    expect(await judged(keyFor(server, old))).toEqual({ verdict: 'trusted' })
    expect(await replaced(server, current.fingerprint)).toEqual(notRefused(server, current.fingerprint))
  })

  test('is the one that was refused last, and no other', async () => {
    await know(`mail.example.org ${old.publicKey}`)
    const before = await readFile(ownFile, 'utf8')
    expect(await replaced(server, current.fingerprint)).toEqual(notRefused(server, current.fingerprint))
    await judged(keyFor(server))
    await judged(keyFor(server, other))
    expect(await replaced(server, current.fingerprint)).toEqual(notRefused(server, current.fingerprint))
    expect(await replaced(server, old.fingerprint)).toEqual(notRefused(server, old.fingerprint))
    expect(await readFile(ownFile, 'utf8')).toBe(before)
    expect(await replaced(server, other.fingerprint)).toBeUndefined()
  })

  test('is identified by its own fingerprint, not by the one beside it', async () => {
    await know(`mail.example.org ${old.publicKey}`)
    await judged({ ...keyFor(server), fingerprint: other.fingerprint })
    expect(await replaced(server, other.fingerprint)).toMatchObject({ code: 'host-key-not-refused' })
  })

  test('is replaced once: a second click finds no key that was refused', async () => {
    await know(`mail.example.org ${old.publicKey}`)
    await judged(keyFor(server))
    await trust.replace(server, current.fingerprint)
    const text = await readFile(ownFile, 'utf8')
    expect(await replaced(server, current.fingerprint)).toMatchObject({ code: 'host-key-not-refused' })
    expect(await readFile(ownFile, 'utf8')).toBe(text)
  })

  test('is not trusted once it is revoked', async () => {
    await know(`mail.example.org ${old.publicKey}`)
    await judged(keyFor(server))
    await writeFile(theirs, `@revoked * ${current.publicKey}\n`)
    const revoked = { code: 'host-key-revoked', ...server, keyType: 'ssh-ed25519', fingerprint: current.fingerprint }
    expect(await replaced(server, current.fingerprint)).toEqual(revoked)
    expect(await found(ownFile, 'mail.example.org')).toEqual([expect.stringContaining(old.publicKey)])
  })

  test('stays refused where the account pins another', async () => {
    await know(`mail.example.org ${old.publicKey}`)
    const pinned = { verdict: 'changed', known: [old.fingerprint], source: { kind: 'account' } }
    expect(await judged(keyFor(server), old.fingerprint)).toEqual(pinned)
    expect(await replaced(server, current.fingerprint)).toMatchObject({ code: 'host-key-not-refused' })
    await judged(keyFor(server))
    await trust.replace(server, current.fingerprint)
    expect(await judged(keyFor(server), old.fingerprint)).toEqual(pinned)
  })

  test('cannot be an unknown key, which replaces no other', async () => {
    expect(await judged(keyFor(server))).toEqual({ verdict: 'unknown' })
    expect(await replaced(server, current.fingerprint)).toMatchObject({ code: 'host-key-not-refused' })
  })
})
