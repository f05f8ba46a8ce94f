import { createHmac } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hostKeyOf } from '../ssh/transport/host-key.ts'
import { describeWith } from '../testing/components.ts'
import { mustRun, runProgram } from '../testing/run-program.ts'
import { startSshd, type Sshd } from '../testing/sshd.ts'
import { makeTestKey } from '../testing/test-key.ts'
import { createHostTrust } from './create-host-trust.ts'

let sshd: Sshd
let rsa: string
const other = makeTestKey().publicKey
const hash = (name: string): string => {
  const salt = Buffer.alloc(20, 1)
  return `|1|${salt.toString('base64')}|${createHmac('sha1', salt).update(name).digest('base64')}`
}

/** Returns the verdict of ssh with a known_hosts file: it accepts the key, or prints the reason. */
const sshVerdict = async (file: string): Promise<string> => {
  const options = ['StrictHostKeyChecking=yes', 'BatchMode=yes', `UserKnownHostsFile=${file}`, 'GlobalKnownHostsFile=/dev/null']
  const target = ['-p', String(sshd.port), '-i', sshd.clientKeyFile, `${sshd.user}@${sshd.host}`, 'exit']
  const { code, stderr } = await runProgram('ssh', ['-F', '/dev/null', ...options.flatMap((option) => ['-o', option]), ...target])
  if (code === 0) return 'trusted'
  if (stderr.includes('REVOKED')) return 'revoked'
  if (stderr.includes('IDENTIFICATION HAS CHANGED')) return 'changed'
  return stderr.includes('host key is known') ? 'unknown' : stderr
}

describeWith(['sshd', 'ssh', 'ssh-keygen'], 'the judge of host keys and ssh', () => {
  beforeAll(async () => {
    sshd = await startSshd()
    const file = path.join(sshd.folder, 'another')
    await mustRun('ssh-keygen', ['-q', '-t', 'rsa', '-b', '2048', '-N', '', '-C', '', '-f', file])
    rsa = (await mustRun('ssh-keygen', ['-y', '-f', file])).trim()
  })
  afterAll(() => sshd.stop())

  test.each<[string, (its: string, name: string) => string]>([
    ['trusted', (its, name) => `${name} ${its}`],
    ['trusted', (its) => `127.0.0.1 ${its}`],
    ['trusted', (its) => `* ${its}`],
    ['trusted', (its, name) => `${hash(name)} ${its}`],
    ['trusted', (its, name) => `${name} ${other}\n${name} ${its}\r\n`],
    ['unknown', (its) => `[127.0.0.1]:1 ${its}`],
    ['unknown', (its, name) => `*,!${name},!127.0.0.1 ${its}`],
    ['unknown', () => `127.0.0.1 ${other}`],
    ['unknown', (its) => `@cert-authority * ${its}`],
    ['unknown', (its, name) => `@other ${name} ${its}`],
    ['changed', (_, name) => `${name} ${other}`],
    ['changed', (_, name) => `${name} ${rsa}`],
    ['changed', (its, name) => `${name} ${other}\n127.0.0.1 ${its}`],
    ['revoked', (its, name) => `${name} ${its}\n@revoked * ${its}`],
  ])('agree that a key is %s (%#)', async (verdict, text) => {
    const [hostKey] = sshd.hostKeys()
    const file = path.join(sshd.folder, 'known')
    await writeFile(file, `${text(hostKey!.publicKey, `[127.0.0.1]:${sshd.port}`)}\n`)
    const judge = await createHostTrust({ ownFile: path.join(sshd.folder, 'none'), otherFiles: [file] }).judgeFor(sshd)
    const key = hostKeyOf(Buffer.from(hostKey!.publicKey.split(' ')[1]!, 'base64'), sshd)
    expect([judge.judge(key).verdict, await sshVerdict(file)]).toEqual([verdict, verdict])
  })
  test('agree on a file that Postern wrote', async () => {
    const [hostKey] = sshd.hostKeys()
    const file = path.join(sshd.folder, 'written')
    const trust = createHostTrust({ ownFile: file, otherFiles: [] })
    await trust.remember(hostKeyOf(Buffer.from(other.split(' ')[1]!, 'base64'), sshd))
    expect(await sshVerdict(file)).toBe('changed')
    const key = hostKeyOf(Buffer.from(hostKey!.publicKey.split(' ')[1]!, 'base64'), sshd)
    expect((await trust.judgeFor(sshd)).judge(key).verdict).toBe('changed')
    await trust.replace(sshd, key.fingerprint)
    expect(await readFile(file, 'utf8')).toMatch(/ postern \d{4}-.*Z\n$/)
    expect([(await trust.judgeFor(sshd)).judge(key).verdict, await sshVerdict(file)]).toEqual(['trusted', 'trusted'])
  })
})
