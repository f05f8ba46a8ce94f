import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { HostKey } from '../../contract/host-key.ts'
import { failureOf } from '../../contract/failure.ts'
import { hostKeyOf } from '../ssh/transport/host-key.ts'
import { describeWith } from '../testing/components.ts'
import { failureFrom } from '../testing/rejection.ts'
import { mustRun, runProgram } from '../testing/run-program.ts'
import { makeTemporaryFolder, type TemporaryFolder } from '../testing/temporary-folder.ts'
import { makeTestKey } from '../testing/test-key.ts'
import { createHostTrust } from './create-host-trust.ts'

let temporary: TemporaryFolder
let ownFile: string
let theirs: string
beforeEach(async () => {
  temporary = await makeTemporaryFolder('known-hosts')
  ownFile = path.join(temporary.path, 'Postern', 'known_hosts')
  theirs = path.join(temporary.path, 'theirs')
})
afterEach(() => temporary.remove())

const trust = () => createHostTrust({ ownFile, otherFiles: [theirs, path.join(temporary.path, 'missing')] })
const keyFor = (server: { host: string; port: number }, { publicKey } = makeTestKey()): HostKey =>
  hostKeyOf(Buffer.from(publicKey.split(' ')[1]!, 'base64'), server)
const servers = [
  { host: 'mail.example.org', port: 22 },
  { host: 'Mail.Example.com', port: 2222 },
  { host: '2001:db8::7', port: 22 },
  { host: '192.0.2.7', port: 2200 },
]
const nameOf = ({ host, port }: { host: string; port: number }): string => (port === 22 ? host : `[${host}]:${port}`).toLowerCase()
const verdictOf = async (key: HostKey) => (await trust().judgeFor(key)).judge(key).verdict
const found = async (file: string, name: string) => (await runProgram('ssh-keygen', ['-F', name, '-f', file])).stdout

describeWith(['ssh-keygen'], 'Postern’s known_hosts', () => {
  test.each(servers)('with $host and $port is found by ssh-keygen, with the same fingerprint', async (server) => {
    const key = keyFor(server)
    await trust().remember(key)
    expect(await found(ownFile, nameOf(server))).toContain(Buffer.from(key.blob).toString('base64'))
    expect(await mustRun('ssh-keygen', ['-lf', ownFile])).toContain(key.fingerprint)
    expect(await verdictOf(key)).toBe('trusted')
    expect(await verdictOf(keyFor(server))).toBe('changed')
  })

  test('reads the same after ssh-keygen has hashed it, and loses the same lines as with ssh-keygen -R', async () => {
    const keys = servers.map((server) => keyFor(server))
    for (const key of keys) await trust().remember(key)
    await mustRun('ssh-keygen', ['-H', '-f', ownFile])
    expect(await readFile(ownFile, 'utf8')).not.toContain('example')
    for (const key of keys) expect(await verdictOf(key)).toBe('trusted')

    const copy = path.join(temporary.path, 'copy')
    await writeFile(copy, await readFile(ownFile))
    for (const server of servers.slice(1)) {
      await mustRun('ssh-keygen', ['-R', nameOf(server), '-f', copy])
      expect(await trust().remove(server)).toBe(1)
      expect(await readFile(ownFile, 'utf8')).toBe(await readFile(copy, 'utf8'))
    }
  })

  test('keeps every other line, as ssh-keygen does', async () => {
    const [key, other] = [makeTestKey(), makeTestKey()]
    const text = [
      '# a comment',
      `mail.example.org,192.0.2.1 ${key.publicKey} one`,
      `@revoked mail.example.org ${other.publicKey}`,
      `@cert-authority *.example.org ${other.publicKey}`,
      '',
      `other.example.org ${other.publicKey}`,
      `*.org ${key.publicKey}`,
      '',
    ].join('\n')
    await mkdir(path.dirname(ownFile))
    const copy = path.join(temporary.path, 'copy')
    for (const file of [ownFile, copy]) await writeFile(file, text)
    await mustRun('ssh-keygen', ['-R', 'mail.example.org', '-f', copy])
    await trust().remove({ host: 'mail.example.org', port: 22 })
    expect(await readFile(ownFile, 'utf8')).toBe(await readFile(copy, 'utf8'))
  })
})

describe('trust in host keys', () => {
  const server = { host: 'mail.example.org', port: 22 }

  test('remembers a key once, in a file that only the person can read, and writes no other file', async () => {
    const key = keyFor(server)
    await trust().remember(key)
    await trust().remember(key)
    expect((await readFile(ownFile, 'utf8')).split('\n')).toHaveLength(2)
    expect((await stat(ownFile)).mode & 0o777).toBe(0o600)
    expect((await stat(path.dirname(ownFile))).mode & 0o777).toBe(0o700)
    await expect(stat(theirs)).rejects.toThrow('ENOENT')
  })

  test('returns the time since which it knows a key, in the list and with a changed key', async () => {
    const start = Math.floor(Date.now() / 1000) * 1000
    const key = keyFor(server)
    await trust().remember(key)
    const [host] = await trust().list()
    expect(Date.parse(host?.since ?? '')).toBeGreaterThanOrEqual(start)
    expect((await trust().judgeFor(server)).judge(keyFor(server))).toEqual({
      verdict: 'changed',
      known: [key.fingerprint],
      source: { kind: 'file', file: ownFile, line: 1 },
      since: host?.since,
    })
  })

  test('keeps every key where many are remembered at once', async () => {
    const keys = Array.from({ length: 20 }, (_, number) => keyFor({ host: `host${number}`, port: 22 }))
    await Promise.all(keys.map((key) => trust().remember(key)))
    expect(await trust().list()).toHaveLength(20)
  })

  test('reads the person’s own file as well, marks the lines of each, and never writes it', async () => {
    const key = makeTestKey()
    const text = `mail.example.org ${key.publicKey}`
    await writeFile(theirs, text)
    expect(await verdictOf(keyFor(server, key))).toBe('trusted')
    const other = keyFor(server)
    expect((await trust().judgeFor(server)).judge(other)).toEqual({
      verdict: 'changed',
      known: [key.fingerprint],
      source: { kind: 'file', file: theirs, line: 1 },
    })
    const host = {
      host: 'mail.example.org',
      keyType: 'ssh-ed25519',
      fingerprint: key.fingerprint,
      file: theirs,
      line: 1,
      ours: false,
    }
    expect(await trust().list()).toEqual([host])
    const failure = await trust()
      .remove(server)
      .then(() => undefined, failureOf)
    expect(failure).toEqual({ code: 'known-host-not-found', host: 'mail.example.org' })
    expect(await readFile(theirs, 'utf8')).toBe(text)
  })

  test.each(['*.example.org', 'a,b', '!a', 'a b', '|1|a|b', '@revoked', '#a'])('never writes a line for %j', async (host) => {
    const failure = await trust()
      .remember(keyFor({ host, port: 22 }))
      .then(() => undefined, failureOf)
    expect(failure).toEqual({ code: 'input-invalid', field: 'host', value: host, reason: 'host-name' })
    await expect(stat(ownFile)).rejects.toThrow('ENOENT')
  })

  test('fails where Postern’s own file cannot be read', async () => {
    await mkdir(ownFile, { recursive: true })
    const failure = { code: 'file-not-readable', file: ownFile, reason: 'not-a-file', said: 'EISDIR' }
    const acts = [trust().judgeFor(server), trust().list(), trust().remember(keyFor(server)), trust().remove(server)]
    expect(await Promise.all(acts.map(failureFrom))).toEqual(acts.map(() => failure))
  })

  test('fails where Postern’s own file cannot be written', async () => {
    await mkdir(path.dirname(ownFile))
    await writeFile(path.join(temporary.path, 'Postern', 'below'), '')
    const blocked = createHostTrust({ ownFile: path.join(temporary.path, 'Postern', 'below', 'known_hosts'), otherFiles: [] })
    const failure = await blocked.remember(keyFor(server)).then(() => undefined, failureOf)
    expect(failure).toMatchObject({ code: 'file-not-writable' })
  })
})
