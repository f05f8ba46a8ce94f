import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { describeWith } from '../../main/testing/components.ts'
import { canBind, freePorts } from '../../main/testing/free-port.ts'
import { mailLabComponents, startMailLab, type MailLab } from '../../main/testing/mail-lab.ts'
import { mustRun } from '../../main/testing/run-program.ts'
import type { StartedProcess } from '../../main/testing/started-process.ts'
import { makeTemporaryFolder, type TemporaryFolder } from '../../main/testing/temporary-folder.ts'
import { waitUntil } from '../../main/testing/wait-until.ts'
import { sendBySwaks, takeByFetchmail, type ClientSettings } from '../mail-clients.ts'
import { posternOnWindows, type PosternOnWindows } from './postern-on-windows.ts'
import { localPath } from './windows-node.ts'

// Postern in Windows' Node, between real mail clients and real servers on this machine: both have the same loopback addresses. A person's
// journey, in the order of its tests.

const services = ['pop3', 'submission'] as const
type Service = (typeof services)[number]

/** The output of `postern status --json`. */
interface Status {
  readonly pid: number | null
  readonly state: { readonly name: string }
  readonly forwards: readonly { readonly id: string; readonly traffic: { readonly bytesIn: number } }[]
}

describeWith([...mailLabComponents, 'swaks', 'fetchmail', 'ssh-keygen'], 'Postern on Windows', () => {
  let lab: MailLab
  let folder: TemporaryFolder
  let postern: PosternOnWindows
  let ports: Readonly<Record<Service, number>>
  let tunnel: StartedProcess | undefined
  /** Wine knows no user of a program of this system, so Postern serves it by a relay in Windows' Node alone. */
  let windowsPorts: Readonly<Record<Service, number>>
  let relay: StartedProcess | undefined
  const dataFile = (...names: readonly string[]): string => path.join(folder.path, 'home/AppData/Roaming/Postern', ...names)
  const settingsOf = async (service: Service): Promise<ClientSettings> => {
    const files = path.join(folder.path, service)
    await mkdir(files, { recursive: true })
    return { port: windowsPorts[service], user: lab.user, password: lab.password, folder: files }
  }
  const mailPasses = async (subject: string): Promise<void> => {
    expect(await sendBySwaks(await settingsOf('submission'), subject)).toContain('235 Authentication succeeded')
    await waitUntil(async () => (await lab.mailbox()).length === 1, { what: 'a message in the mailbox' })
    expect(await takeByFetchmail(await settingsOf('pop3'))).toContain(`Subject: ${subject}`)
  }
  const status = async (): Promise<Status> => (JSON.parse(await postern.must('status', '--json')) as [Status])[0]

  beforeAll(async () => {
    ;[lab, folder] = await Promise.all([startMailLab(), makeTemporaryFolder('e2e-windows', { shared: true })])
    const home = path.join(folder.path, 'home')
    await mkdir(path.join(home, 'AppData/Roaming'), { recursive: true })
    ports = await freePorts(...services)
    windowsPorts = await freePorts(...services)
    postern = posternOnWindows({ copy: inject('windowsCopy'), home, logs: path.join(folder.path, 'logs') })
  })
  afterAll(async () => {
    await tunnel?.stop('SIGKILL')
    await relay?.stop('SIGKILL')
    await lab.stop()
    await folder.remove()
  })

  test('keeps an account in %APPDATA%', async () => {
    const { sshd } = lab
    const server = ['--host', sshd.host, '--port', String(sshd.port), '--user', sshd.user]
    const forwards = services.flatMap((service) => ['--forward', `${service}=${ports[service]}:localhost:${lab.ports[service]}`])
    await postern.must('account', 'add', 'work', ...server, ...forwards)
    expect(await readFile(dataFile('settings.json'), 'utf8')).toContain(sshd.host)
  })

  test('makes a key that only the Credential Manager opens', async () => {
    await postern.must('key', 'create', 'laptop', '--keychain')
    await postern.must('account', 'edit', 'work', '--identity', 'laptop')
    const { file, publicKeyLine } = JSON.parse(await postern.must('key', 'show', 'laptop', '--json')) as Record<string, string>
    expect(file).toMatch(/^Z:\\.*\\home\\AppData\\Roaming\\Postern\\keys\\/)
    await appendFile(lab.sshd.authorizedKeysFile, `${publicKeyLine!}\n`)
    // ssh-keygen refuses a key with a mode for others, and Windows cannot set the mode.
    const here = path.join(folder.path, 'key')
    await writeFile(here, await readFile(localPath(file!)), { mode: 0o600 })
    await expect(mustRun('ssh-keygen', ['-y', '-P', '', '-f', here])).rejects.toThrow('incorrect passphrase')
  })

  test('trusts a host key only on request, and then knows it', async () => {
    const refused = await postern.run('check', 'work')
    expect(refused.stderr).toContain(lab.sshd.hostKeys()[0]!.fingerprint)
    expect(refused.code).not.toBe(0)
    await writeFile(dataFile('known_hosts'), `${lab.sshd.knownHostsLines().join('\n')}\n`)
    expect(await postern.must('check', 'work')).toContain('+OK')
  })

  test('carries mail through postern up', async () => {
    tunnel = await postern.up('work')
    const pairs = services.map((service) => `${windowsPorts[service]}:${ports[service]}`)
    relay = await postern.startScript('serving', 'e2e/windows/relay.mjs', ...pairs)
    await mailPasses('through Windows')
  })

  test('answers a second process over its named pipe', async () => {
    const { pid, state, forwards } = await status()
    expect(state.name).toBe('connected')
    expect(forwards.find(({ id }) => id === 'pop3')!.traffic.bytesIn).toBeGreaterThan(0)
    const again = await postern.run('up', 'work')
    expect(again.code).not.toBe(0)
    expect(again.stderr).toContain(`process ${pid}`)
  })

  test('sends no answer over that pipe without the token', async () => {
    const { stdout } = await postern.runScript('e2e/windows/ask-pipe.mjs')
    expect(JSON.parse(stdout)).toEqual({ withToken: 'an answer', withoutToken: '', withWrongToken: '' })
  })

  test('ends cleanly when another process asks for it', async () => {
    await postern.must('down', 'work')
    expect(await tunnel!.exited).toBe(0)
    expect((await status()).pid).toBeNull()
    for (const service of services) expect(await canBind(ports[service], '127.0.0.1')).toBe(true)
  })

  test('connects again after a process that was killed', async () => {
    tunnel = await postern.up('work')
    await tunnel.stop('SIGKILL')
    expect((await status()).pid).toBeNull()
    tunnel = await postern.up('work')
    await mailPasses('after a kill')
    await postern.must('down', 'work')
    expect(await tunnel.exited).toBe(0)
  })

  test('connects a tunnel in the background, where it ends by itself after the linger', async () => {
    await postern.must('up', 'work', '--linger', '5')
    await mailPasses('in the background')
    await waitUntil(async () => (await status()).pid === null, { what: 'the engine to end', timeoutMs: 40_000, everyMs: 1000 })
  })
})
