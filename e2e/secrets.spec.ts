import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeWith } from '../main/testing/components.ts'
import { freePort } from '../main/testing/free-port.ts'
import { keyringComponents, startKeyring } from '../main/testing/keyring.ts'
import { posternCommand, type PosternCommand, type Secrets } from '../main/testing/postern-command.ts'
import { filesWith, processesWith, writtenForms } from '../main/testing/process-secrets.ts'
import { startSshd, type Sshd } from '../main/testing/sshd.ts'
import { makeTemporaryFolder, type TemporaryFolder } from '../main/testing/temporary-folder.ts'
import { waitUntil } from '../main/testing/wait-until.ts'

// No secret in argv, environment, settings, logs or --json. Two canaries, a passphrase and a password, go through everything that Postern
// does with secrets. Meanwhile the arguments and environments of all processes are searched over and over; afterwards the output and the
// files of Postern. Each search first has to find a canary that is really there.

const passphrase = 'canary-passphrase-jR7xQ2mVt9'
const password = 'canary-password-Lw4Zk8Yp3D'
const canaries = [passphrase, password]

describeWith(['root', 'sshd', 'ssh-keygen', 'openssl', 'unshare', ...keyringComponents], 'the canaries', () => {
  let sshd: Sshd
  let folder: TemporaryFolder
  let postern: PosternCommand
  const printed: string[] = []
  const seen = new Set<string>()
  let searches = 0
  let stopSearching: () => Promise<void>
  const undo: (() => Promise<unknown>)[] = []

  const must = async (args: readonly string[], secrets?: Secrets): Promise<void> => {
    const { code, stdout, stderr } = await postern.run(args, secrets)
    printed.push(stdout, stderr)
    expect(`${args.join(' ')} ${code ?? 'killed'} ${code === 0 ? '' : stderr}`).toBe(`${args.join(' ')} 0 `)
  }

  beforeAll(async () => {
    folder = await makeTemporaryFolder('e2e-secrets')
    undo.push(folder.remove)
    sshd = await startSshd({ users: [{ name: 'bob', password }] })
    undo.push(sshd.stop)
    const keyring = await startKeyring()
    undo.push(keyring.stop)
    const environment = { ...keyring.env, HOME: folder.path, SSH_AUTH_SOCK: undefined }
    postern = posternCommand(path.join(folder.path, 'data'), environment)
    const searching = new AbortController()
    const search = (async () => {
      while (!searching.signal.aborted) {
        for (const found of await processesWith(canaries)) seen.add(found)
        searches++
        await sleep(25)
      }
    })()
    stopSearching = async () => {
      searching.abort()
      await search
    }
  })
  afterAll(async () => {
    await stopSearching()
    for (const step of undo.reverse()) await step()
  })

  test('the search finds a canary that is there', async () => {
    const other = 'canary-control-Hq5Nn1Tz6B'
    const inArgv = spawn('sh', ['-c', 'read line', other])
    const inEnvironment = spawn('sleep', ['30'], { env: { ...process.env, CONTROL: Buffer.from(other).toString('base64') } })
    await Promise.all([once(inArgv, 'spawn'), once(inEnvironment, 'spawn')])
    const found = await processesWith([other])
    inArgv.kill()
    inEnvironment.kill()
    expect(found.map((line) => Number(line.split(':')[0])).sort()).toEqual([inArgv.pid, inEnvironment.pid].sort())
    const file = path.join(folder.path, 'control')
    await writeFile(file, JSON.stringify({ secret: Buffer.from(other).toString('hex') }))
    expect(await filesWith(folder.path, [other])).toEqual([file])
  })

  test('everything that Postern does with secrets is done', async () => {
    const server = ['--host', sshd.host, '--port', String(sshd.port), '--user', 'bob', '--trust', sshd.hostKeys()[0]!.fingerprint]
    await must(['account', 'add', 'work', ...server, '--forward', `${await freePort()}:localhost:${sshd.port}`])
    await must(['key', 'create', 'laptop', '--json'], { passphrase })
    await must(['key', 'install', 'laptop', '--account', 'work', '--json'], { passphrase, password })
    await must(['check', 'work', '--json'], { passphrase })
    await must(['--debug', '--verbose', 'check', 'work'], { passphrase })
    await must(['key', 'list', '--json'])
    await must(['key', 'show', 'laptop', '--json'])
    await must(['account', 'show', 'work', '--json'])
    const tunnel = await postern.up('work', { passphrase })
    await must(['status', '--json'])
    // A reconnection needs the secrets again.
    sshd.dropConnections()
    const connected = () => tunnel.events().filter(({ state }) => JSON.stringify(state ?? null).includes('"connected"'))
    await waitUntil(() => connected().length === 2, { what: 'a second log-in', timeoutMs: 30_000 })
    expect(await tunnel.stop()).toBe(0)
    printed.push(tunnel.log())
    // In the background, where the command sends its engine the passphrase; and the diagnosis.
    await must(['up', 'work', '--linger', '60'], { passphrase })
    await must(['diagnosis'])
    await must(['diagnosis', '--with-names'])
    await must(['down', 'work'])
    // Refusals are where secrets are quoted by mistake.
    const wrong = await postern.run(['check', 'work', '--json', '--debug'], { passphrase: `${passphrase}-wrong` })
    expect(wrong.code).not.toBe(0)
    printed.push(wrong.stdout, wrong.stderr)
  })

  test('no process showed one in its arguments or environment', async () => {
    await stopSearching()
    expect(searches).toBeGreaterThan(20)
    expect([...seen]).toEqual([])
  })

  test('nothing that was printed holds one', () => {
    const all = printed.join('\n')
    expect(all).toContain('ssh-ed25519')
    for (const form of canaries.flatMap(writtenForms)) expect(all).not.toContain(form)
  })

  test('nothing that was written holds one', async () => {
    expect(await filesWith(postern.dataDir, ['ssh-ed25519'])).not.toEqual([])
    expect(await filesWith(folder.path, canaries)).toEqual([])
    // The log's own redaction had nothing to remove either.
    expect(await filesWith(postern.dataDir, ['[masked]'])).toEqual([])
  })
})
