import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { FailureSchema } from '../contract/failure.ts'
import { describeWith } from '../main/testing/components.ts'
import { freePort } from '../main/testing/free-port.ts'
import { environmentWithoutKeyring } from '../main/testing/keyring.ts'
import { startLineServer } from '../main/testing/line-server.ts'
import { posternCommand, posternScript, type PosternCommand } from '../main/testing/postern-command.ts'
import { makePrivateNetwork, privateNetworkComponents, type PrivateNetwork } from '../main/testing/private-network.ts'
import { processTree, signalAll } from '../main/testing/process-tree.ts'
import { runProgram } from '../main/testing/run-program.ts'
import { startSshd, type Sshd } from '../main/testing/sshd.ts'
import { startProcess, type StartedProcess } from '../main/testing/started-process.ts'
import { makeTemporaryFolder } from '../main/testing/temporary-folder.ts'
import { waitUntil } from '../main/testing/wait-until.ts'
import { failureText } from '../words/failure-text.ts'
import { createTranslate } from '../words/translate.ts'
import { changeSettings } from './change-settings.ts'

// Tunnels that lose their server or their network, each by a real cause: the states and failures, and the recovery without a person.

const StateLineSchema = z.object({
  event: z.literal('state'),
  state: z.object({ name: z.string(), failure: FailureSchema.optional() }),
})
type State = z.infer<typeof StateLineSchema>['state']

const greeting = '+OK ready'
const t = createTranslate('en')

let folder: string
let sshd: Sshd
let postern: PosternCommand
let port: number
let up: StartedProcess
let network: PrivateNetwork | undefined
const undo: (() => unknown)[] = []

const states = (): readonly State[] =>
  up
    .log()
    .split('\n')
    .filter((line) => line.startsWith('{"event":"state"') && line.endsWith('}'))
    .map((line) => StateLineSchema.parse(JSON.parse(line)).state)
const names = (): readonly string[] => states().map(({ name }) => name)
/** The number of times that the tunnel reached the state. */
const times = (name: string): number => names().filter((one) => one === name).length
const reaches = (name: string) => waitUntil(() => names().at(-1) === name, { what: `a tunnel that is ${name}`, timeoutMs: 45_000 })
const isConnectedTimes = (count: number) =>
  waitUntil(() => times('connected') === count, { what: `connection ${count}`, timeoutMs: 45_000 })
/** The messages of the failures that were shown, in order. */
const messages = (): readonly string[] =>
  states().flatMap(({ failure }) => (failure === undefined ? [] : [failureText(t, failure).message]))
const codes = (): readonly string[] => states().flatMap(({ failure }) => (failure === undefined ? [] : [failure.code]))

/** The greeting that a mail client reads, on the computer where Postern runs. It waits while Postern holds the connection. */
const readGreeting = async (): Promise<string> => {
  const dial = ['-c', `exec 3<>/dev/tcp/127.0.0.1/${port} && timeout 50 head -n 1 <&3`]
  const { stdout } = await (network === undefined ? runProgram('bash', dial, { timeoutMs: 60_000 }) : network.run('bash', dial))
  return stdout.trim()
}

/** Adds an account on a new sshd, and starts its tunnel. */
const begin = async (change: Parameters<typeof changeSettings>[1]): Promise<void> => {
  const address = network?.serverAddress ?? '127.0.0.1'
  sshd = await startSshd(network === undefined ? {} : { config: [`ListenAddress ${address}`] })
  undo.push(sshd.stop)
  const mail = await startLineServer(() => ({ greeting, onLine: () => ({ lines: [] }) }))
  undo.push(mail.stop)
  port = await freePort()
  const environment = { ...environmentWithoutKeyring(), HOME: folder, SSH_AUTH_SOCK: undefined, LC_ALL: 'C.UTF-8' }
  postern = posternCommand(path.join(folder, 'data'), environment)
  await postern.must([
    ...['account', 'add', 'work', '--host', address, '--port', String(sshd.port), '--user', sshd.user],
    ...['--key', sshd.clientKeyFile, '--trust', sshd.hostKeys()[0]!.fingerprint],
    ...['--forward', `pop3=${port}:127.0.0.1:${mail.port}`],
  ])
  await changeSettings(postern.dataDir, { connectTimeoutSeconds: 2, maxRetrySeconds: 2, ...change })
  const command = { program: process.execPath, args: [posternScript, 'up', 'work', '--json'] }
  up = await startProcess({
    ...(network?.inside(command.program, command.args) ?? command),
    logFile: path.join(folder, 'up.log'),
    env: { ...process.env, ...environment, POSTERN_DATA_DIR: postern.dataDir },
    ready: (log) => log.includes('"event":"state"'),
  })
  undo.push(() => up.stop())
}

/** Detects a silent peer after ten seconds, the shortest time that the settings allow. */
const quick = { keepaliveSeconds: 5, keepaliveTimeoutSeconds: 5 }
/** Detects a silent peer only after twenty minutes, so an earlier detection is by the network watch. */
const slow = { keepaliveSeconds: 600, keepaliveTimeoutSeconds: 600 }

beforeEach(async () => {
  const temporary = await makeTemporaryFolder('e2e-drops')
  undo.push(temporary.remove)
  folder = temporary.path
  network = undefined
})
afterEach(async () => {
  for (const stop of undo.splice(0).toReversed()) await stop()
})

describeWith(['root', 'sshd', 'ssh-keygen', 'unshare', 'bash'], 'a tunnel whose SSH server', () => {
  const connections = (): readonly number[] => processTree(sshd.pid()).slice(1)

  test('was killed reports it, holds mail clients, and connects again when the server is back', async () => {
    await begin(quick)
    await reaches('connected')
    expect(await readGreeting()).toBe(greeting)
    sshd.kill()
    await waitUntil(() => codes().includes('connection-refused'), { what: 'a failed attempt', timeoutMs: 30_000 })
    expect(codes()[0]).toBe('connection-lost')
    const held = readGreeting()
    await sshd.restart()
    expect(await held).toBe(greeting)
    await isConnectedTimes(2)
    expect(messages().some((message) => /127\.0\.0\.1 .*refuses/.test(message))).toBe(true)
  })

  test('hangs reports a silent server and no refused log-in, and connects again when the server goes on', async () => {
    await begin(quick)
    await reaches('connected')
    sshd.freeze()
    await waitUntil(() => codes().includes('server-silent'), { what: 'an attempt at a silent server', timeoutMs: 60_000 })
    expect(codes()[0]).toBe('peer-silent')
    expect(messages()[0]).toMatch(/127\.0\.0\.1 .*(silent|answer|sign)/)
    expect(new Set(codes().slice(1))).toEqual(new Set(['server-silent']))
    const held = readGreeting()
    sshd.thaw()
    expect(await held).toBe(greeting)
    await isConnectedTimes(2)
  })

  test('hangs only for one connection connects again through another one', async () => {
    await begin(quick)
    await reaches('connected')
    const frozen = connections()
    signalAll(frozen, 'SIGSTOP')
    try {
      await isConnectedTimes(2)
      expect(codes()).toEqual(['peer-silent'])
      expect(await readGreeting()).toBe(greeting)
    } finally {
      signalAll(frozen, 'SIGCONT')
    }
  })
})

describeWith(
  ['root', 'sshd', 'ssh-keygen', 'unshare', 'bash'],
  'a Postern that was stopped, like by a computer that sleeps',
  () => {
    // Longer than the delay of any timer of the watch on a busy computer.
    const stopFor = async (ms: number): Promise<void> => {
      process.kill(up.pid, 'SIGSTOP')
      await sleep(ms)
      process.kill(up.pid, 'SIGCONT')
    }

    test('sends a keepalive at once when it wakes, and replaces a connection without an answer', async () => {
      await begin(slow)
      await reaches('connected')
      signalAll(processTree(sshd.pid()).slice(1), 'SIGSTOP')
      await stopFor(9000)
      await isConnectedTimes(2)
      expect(codes()).toEqual(['peer-silent'])
      expect(await readGreeting()).toBe(greeting)
    })

    test('keeps a connection that answers, and does not count its own sleep as silence of the server', async () => {
      await begin(quick)
      await reaches('connected')
      await stopFor(15_000)
      expect(await readGreeting()).toBe(greeting)
      // Later than the keepalive after the wake.
      await sleep(7000)
      expect(names()).toEqual(['connecting', 'connected'])
      expect(await readGreeting()).toBe(greeting)
    })
  },
)

describeWith([...privateNetworkComponents, 'sshd', 'ssh-keygen', 'bash'], 'a computer whose network', () => {
  beforeEach(async () => {
    network = await makePrivateNetwork()
    undo.push(network.stop)
  })

  test('is lost waits for it without an attempt, holds mail clients, and connects again when it is back, without a person', async () => {
    await begin(slow)
    await reaches('connected')
    await network!.pullCable()
    await reaches('offline')
    expect(await postern.must(['status'])).toContain('Waiting for the network')
    const attempts = times('connecting')
    const held = readGreeting()
    await sleep(6000)
    expect(times('connecting')).toBe(attempts)
    await network!.plugCable()
    expect(await held).toBe(greeting)
    expect(names().at(-1)).toBe('connected')
  })

  test('is missing when Postern starts waits for it', async () => {
    await network!.pullCable()
    await begin(slow)
    await reaches('offline')
    expect(await postern.must(['status'])).toContain('Waiting for the network')
    await network!.plugCable()
    await reaches('connected')
    expect(await readGreeting()).toBe(greeting)
    expect(names()).toEqual(['connecting', 'offline', 'connecting', 'connected'])
  })

  test('changes its address connects again from the new one', async () => {
    await begin(slow)
    await reaches('connected')
    await network!.changeAddress()
    await isConnectedTimes(2)
    expect(codes()[0]).toBe('peer-silent')
    expect(await readGreeting()).toBe(greeting)
  })

  test('drops every packet reports a silent server, retries, and connects again afterwards', async () => {
    await begin(quick)
    await reaches('connected')
    await network!.blackhole()
    await waitUntil(() => codes().includes('connection-timeout'), { what: 'an attempt into nothing', timeoutMs: 60_000 })
    expect(codes()[0]).toBe('peer-silent')
    expect(names()).not.toContain('offline')
    expect(messages().at(-1)).toMatch(/198\.18\./)
    const held = readGreeting()
    await network!.endBlackhole()
    expect(await held).toBe(greeting)
    await isConnectedTimes(2)
  })
})
