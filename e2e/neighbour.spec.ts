import { readdir } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { describeWith } from '../main/testing/components.ts'
import { freePort } from '../main/testing/free-port.ts'
import { environmentWithoutKeyring } from '../main/testing/keyring.ts'
import { startLineServer, type LineServer } from '../main/testing/line-server.ts'
import { posternCommand, posternScript, type RunningTunnel } from '../main/testing/postern-command.ts'
import { runProgram } from '../main/testing/run-program.ts'
import { startSshd, type Sshd } from '../main/testing/sshd.ts'
import { makeTemporaryFolder, type TemporaryFolder } from '../main/testing/temporary-folder.ts'
import { waitUntil } from '../main/testing/wait-until.ts'

// SECURITY: another user of the computer who hammers a port until Postern has no descriptor left gets nothing, and mail goes on.

const greeting = '+OK ready'
const tries = 10_000
const nobody = '65534'

/** Dials so often, keeps what it gets for as long as it can, and says how many bytes it was served. */
const hammer = `
  const { connect } = require('node:net')
  const [port, tries, atOnce] = process.argv.slice(1).map(Number)
  let begun = 0, ended = 0, served = 0, open = 0
  const dial = () => {
    if (begun === tries) return
    begun += 1
    open += 1
    let settled = false
    const settle = () => {
      if (settled) return
      settled = true
      open -= 1
      ended += 1
      if (ended === tries) { console.log(JSON.stringify({ begun, served })); process.exit() }
      dial()
    }
    const socket = connect(port, '127.0.0.1')
    socket.on('data', (data) => { served += data.length })
    socket.on('error', settle)
    socket.on('close', settle)
    // One that is held open is kept, and the next is tried beside it.
    setTimeout(settle, 2000).unref()
    socket.on('connect', () => socket.write('CAPA\\r\\n'))
  }
  for (let count = 0; count < atOnce; count += 1) dial()
  setInterval(() => undefined, 1000)
`
const HammerSchema = z.object({ begun: z.number(), served: z.number() })

describeWith(
  ['root', 'setpriv', 'prlimit', 'sshd', 'ssh-keygen', 'bash'],
  'another user who tries a port ten thousand times',
  () => {
    let folder: TemporaryFolder
    let sshd: Sshd
    let mail: LineServer
    beforeAll(async () => {
      folder = await makeTemporaryFolder('e2e-neighbour')
      sshd = await startSshd()
      mail = await startLineServer(() => ({ greeting, onLine: () => ({ lines: [] }) }))
    })
    afterAll(async () => {
      await mail.stop()
      await sshd.stop()
      await folder.remove()
    })

    const start = async (limit: number): Promise<{ readonly port: number; readonly up: RunningTunnel }> => {
      const port = await freePort()
      const environment = { ...environmentWithoutKeyring(), HOME: folder.path, SSH_AUTH_SOCK: undefined }
      const command = ['prlimit', `--nofile=${limit}:${limit}`, process.execPath, posternScript] as const
      const postern = posternCommand(path.join(folder.path, `data-${port}`), environment, command)
      await postern.must([
        ...['account', 'add', 'work', '--host', '127.0.0.1', '--port', String(sshd.port), '--user', sshd.user],
        ...['--key', sshd.clientKeyFile, '--trust', sshd.hostKeys()[0]!.fingerprint],
        ...['--forward', `pop3=${port}:127.0.0.1:${mail.port}`],
      ])
      return { port, up: await postern.up('work') }
    }
    const readGreeting = async (port: number): Promise<string> => {
      const { stdout } = await runProgram('bash', ['-c', `exec 3<>/dev/tcp/127.0.0.1/${port} && timeout 60 head -n 1 <&3`], {
        timeoutMs: 70_000,
      })
      return stdout.trim()
    }
    /** Resolves to what the neighbour was served. */
    const hammerAt = async (port: number, times: number, atOnce: number): Promise<z.infer<typeof HammerSchema>> => {
      const script = [process.execPath, '-e', hammer, String(port), String(times), String(atOnce)]
      const { stdout, stderr } = await runProgram('setpriv', ['--reuid', nobody, '--clear-groups', ...script], {
        timeoutMs: 100_000,
      })
      if (stdout === '') throw new Error(stderr)
      return HammerSchema.parse(JSON.parse(stdout))
    }

    test.each([256, 1024, 4096])(
      'is served no byte where Postern may have %i files, and own mail is served meanwhile',
      async (limit) => {
        const { port, up } = await start(limit)
        try {
          expect(await readGreeting(port)).toBe(greeting)
          const ended = { hammering: false }
          // As many at once as Postern has descriptors, and more.
          const hammering = hammerAt(port, tries, Math.round(1.2 * limit)).finally(() => (ended.hammering = true))
          const during: string[] = []
          do {
            during.push(await readGreeting(port))
            await sleep(100)
          } while (!ended.hammering)
          expect(await hammering).toEqual({ begun: tries, served: 0 })
          expect(new Set(during)).toEqual(new Set([greeting]))
          expect(await readGreeting(port)).toBe(greeting)
          // What the neighbour did is told, and not ten thousand times.
          const refusals = up.events().filter(({ event }) => event === 'connection-refused')
          expect(refusals.length).toBeGreaterThan(0)
          expect(refusals.length).toBeLessThan(10)
        } finally {
          await up.stop()
        }
      },
      150_000,
    )

    test('is served no byte while the person’s own connections take the last file, after which own mail is served again', async () => {
      const limit = 256
      const { port, up } = await start(limit)
      const own: Socket[] = []
      const openFiles = async (): Promise<number> => (await readdir(`/proc/${up.pid}/fd`)).length
      /** Whether a connection of the person's own is greeted, and then kept; Postern cannot take one for which it has no file. */
      const isTaken = async (): Promise<boolean> => {
        const socket = connect(port, '127.0.0.1').on('error', () => undefined)
        own.push(socket)
        return await new Promise((resolve) => {
          socket.once('data', () => resolve(true)).once('close', () => resolve(false))
        })
      }
      try {
        while (await isTaken()) expect(own.length).toBeLessThan(limit)
        // libuv keeps one in reserve, by which it closes what it cannot take.
        expect(await openFiles()).toBeGreaterThanOrEqual(limit - 1)
        expect(await hammerAt(port, 2000, 100)).toEqual({ begun: 2000, served: 0 })
        expect(await isTaken()).toBe(false)
        for (const socket of own) socket.destroy()
        await waitUntil(isTaken, { what: 'own mail to be served again', timeoutMs: 30_000 })
        expect(await hammerAt(port, 200, 20)).toEqual({ begun: 200, served: 0 })
        expect(up.events().some(({ event }) => event === 'connection-refused')).toBe(true)
      } finally {
        for (const socket of own) socket.destroy()
        expect(await up.stop()).toBe(0)
      }
    })
  },
)
