import { createHash, randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { connect as dial, type Socket } from 'node:net'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { failureOf } from '../../contract/failure.ts'
import { generateNumbers } from '../keys/generate-numbers.ts'
import { publicBlobOf, publicKeyLine } from '../keys/public-key.ts'
import { installPublicKey } from '../key-install/install-public-key.ts'
import { restrictedKeyLine } from '../key-install/restricted-key-line.ts'
import { connect } from '../ssh/connect.ts'
import type { AuthenticationMethod, Connection } from '../ssh/connection.ts'
import { openListener } from '../ssh/forward/open-listener.ts'
import { describeWith, missingComponents } from './components.ts'
import { connectOptions, passwordMethod } from './connect-options.ts'
import { serverKinds, type RunningServer, type ServerKind } from './ssh-servers.ts'
import { startTcpServer, type TcpServer } from './tcp-ends.ts'
import { privateKeyOf, readPrivateKey } from './private-key.ts'

const size = 8 * 1024 * 1024
const rounds = 20
const payload = randomBytes(size)
const digest = (...parts: readonly Buffer[]): string => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest('hex')
}
const payloadDigest = digest(payload)

/** Answers one line: `down N` with N bytes, `up N` with the digest of the N bytes behind it, `half` with that of all until the end of file. */
const startBytes = async (): Promise<TcpServer> =>
  await startTcpServer((socket) => {
    let head = ''
    let body: Buffer[] | undefined
    let length = 0
    socket.on('error', () => undefined)
    const take = (chunk: Buffer): void => {
      if (body === undefined) {
        const end = chunk.indexOf(10)
        head += chunk.subarray(0, end).toString()
        body = []
        if (head.startsWith('down')) socket.end(payload.subarray(0, Number(head.slice(5))))
        chunk = chunk.subarray(end + 1)
      }
      body.push(chunk)
      length += chunk.length
      if (head.startsWith('up') && length === Number(head.slice(3))) socket.end(digest(...body))
    }
    socket.on('data', take)
    socket.on('end', () => {
      if (head === 'half') socket.write(digest(...(body ?? [])))
      socket.end()
    })
  })

/** All that comes until an orderly end; rejects where it is a reset. */
const readAll = async (socket: Socket): Promise<Buffer> => {
  const chunks: Buffer[] = []
  for await (const chunk of socket) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

const ask = async (port: number, head: string, body?: Buffer, end = false): Promise<Buffer> => {
  const socket = dial({ port, host: '127.0.0.1', allowHalfOpen: true })
  // A server that forgets about a channel says nothing for ever.
  socket.setTimeout(8000, () => socket.destroy(new Error('nothing came for 8 s')))
  socket.write(`${head}\n`)
  if (body !== undefined) socket.write(body)
  if (end) socket.end()
  return await readAll(socket).finally(() => socket.destroy())
}

const columns = [
  'connect',
  'ed25519',
  'rsa',
  'password',
  'wrong password',
  'wrong key',
  'half-close',
  '50 at once',
  'restart',
  'key install',
  '8 MiB each way, 20 times',
] as const
type Column = (typeof columns)[number]
type Row = Partial<Record<Column, 'yes' | 'no' | '–'>>
const rows = new Map<string, Row>()

const keyMethod = async (file: string): Promise<AuthenticationMethod> => {
  const key = await readPrivateKey(file)
  return { type: 'key', name: path.basename(file), unlock: () => Promise.resolve(key) }
}

const logIn = async (server: RunningServer, method: AuthenticationMethod): Promise<Connection> =>
  await connect(connectOptions(server.port, { authentication: [method], connectTimeoutMs: 30_000, logInTimeoutMs: 60_000 }))

const examine = async (kind: ServerKind, server: RunningServer, bytes: TcpServer): Promise<Row> => {
  const row: Row = {}
  const faults: string[] = []
  const check = async (column: Column, applies: boolean, work: () => Promise<boolean>): Promise<void> => {
    row[column] = !applies
      ? '–'
      : (await work().catch((error: unknown) => {
            faults.push(`${column}: ${String(error)}`)
            return false
          }))
        ? 'yes'
        : 'no'
  }
  const opens = async (method: AuthenticationMethod): Promise<boolean> => {
    const connection = await logIn(server, method)
    await connection.end()
    return true
  }
  const isRefused = async (method: AuthenticationMethod): Promise<boolean> =>
    await opens(method).then(
      () => false,
      (error: unknown) => ['login-refused', 'secret-needed'].includes(failureOf(error)?.code ?? ''),
    )
  const ed25519 = await keyMethod(server.keyFiles.ed25519)
  const withForward = async (use: (port: number) => Promise<boolean>): Promise<boolean> => {
    const connection = await logIn(server, ed25519)
    const forward = await openListener({
      bindAddress: '127.0.0.1',
      bindPort: 0,
      destination: { host: '127.0.0.1', port: bytes.port },
      onEvent: () => undefined,
    })
    forward.attach(connection)
    try {
      return await use(forward.port)
    } finally {
      await forward.close()
      await connection.end()
    }
  }

  await check('connect', true, () => opens(ed25519))
  await check('ed25519', true, () => opens(ed25519))
  await check('rsa', kind.name !== 'tinyssh', async () => opens(await keyMethod(server.keyFiles.rsa)))
  await check('password', kind.hasPasswords, () => opens(passwordMethod('bob-password')))
  await check('wrong password', kind.hasPasswords, () => isRefused(passwordMethod('not-bobs')))
  await check('wrong key', true, async () => isRefused(await keyMethod(server.keyFiles.stranger)))
  await check('half-close', kind.forwards, () =>
    withForward(
      async (port) =>
        (await ask(port, 'half', payload.subarray(0, 65_536), true)).toString() === digest(payload.subarray(0, 65_536)),
    ),
  )
  await check('50 at once', kind.forwards, () =>
    withForward(async (port) => {
      const all = await Promise.all(Array.from({ length: 50 }, () => ask(port, 'down 65536')))
      return all.every((got) => got.equals(payload.subarray(0, 65_536)))
    }),
  )
  await check('8 MiB each way, 20 times', kind.forwards, () =>
    withForward(async (port) => {
      for (let round = 0; round < rounds; round += 1) {
        const down = await ask(port, `down ${size}`)
        if (!down.equals(payload)) throw new Error(`round ${round}: ${down.length} bytes came`)
        const answer = (await ask(port, `up ${size}`, payload)).toString()
        if (answer !== payloadDigest) throw new Error(`round ${round}: ${answer} for what was sent`)
      }
      return true
    }),
  )
  await check('restart', true, async () => {
    const before = await logIn(server, ed25519)
    await server.restart()
    // socat's children are not the listener's own, and a connection of theirs may outlive it.
    await before.end()
    return await opens(ed25519)
  })
  await check('key install', kind.hasShell && kind.hasPasswords, async () => {
    const key = { numbers: await generateNumbers('ed25519'), comment: 'new' }
    const connection = await logIn(server, passwordMethod('bob-password'))
    const line = restrictedKeyLine(
      publicKeyLine(publicBlobOf(key.numbers), key.comment),
      [{ host: '127.0.0.1', port: bytes.port }],
      connection.facts.serverSoftware,
    )
    await installPublicKey(connection, line).finally(() => connection.end())
    const byKey = await logIn(server, { type: 'key', name: 'new', unlock: () => Promise.resolve(privateKeyOf(key.numbers)) })
    try {
      ;(await byKey.openChannel({ host: '127.0.0.1', port: bytes.port })).destroy()
      const elsewhere = await byKey
        .openChannel({ host: '127.0.0.1', port: server.port })
        .catch((error: unknown) => failureOf(error)?.code)
      const run = await byKey.execute('echo not restricted')
      return elsewhere === 'forwarding-prohibited' && !Buffer.from(run.stdout).toString().startsWith('not restricted')
    } finally {
      await byKey.end()
    }
  })
  if (faults.length > 0) console.warn(`${kind.name}:\n${faults.join('\n')}`)
  return row
}

const file = path.resolve(import.meta.dirname, '../../docs/servers.md')
const command = 'POSTERN_WRITE_SERVERS=1 npx vitest run --project real main/testing/ssh-servers.real.test.ts'

const page = (): string => {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  const table = [
    line(['server', ...columns]),
    line(['---', ...columns.map(() => '---')]),
    ...[...rows].map(([name, row]) => line([name, ...columns.map((column) => row[column] ?? '?')])),
  ]
  return `# SSH servers that Postern was tried on

Written by a test, which fails where it finds something else. To write it anew: \`${command}\`

${table.join('\n')}

- \`–\`: the server has no such thing. tinyssh knows Ed25519 keys alone, no passwords and no forwarding, so it can carry no mail; libraries run no commands of their own.
- OpenSSH is the installed one, which is 9.2 where \`.ci/run\` runs; OpenSSH 10 is that of bookworm-backports.
- Twisted Conch takes client keys of the types of its own host keys alone; here it has an Ed25519 key, and ssh gets in with no RSA key either.
- half-close: the mail client ends its side and still gets the answer. Where it is \`no\`, \`ssh -L\` on the same server loses the answer too.
- wrong password, wrong key: the log-in is refused, and Postern says so.
- key install: a restricted line is written over a log-in by password; the new key then opens its mail port, no other port, and no shell.
`
}

// A smaller set runs on Electron's crypto.
const wanted = new RegExp(process.env['POSTERN_SSH_SERVERS'] ?? '')

for (const kind of serverKinds.filter(({ name }) => wanted.test(name)))
  describeWith(kind.components, kind.name, () => {
    test('does what docs/servers.md says', { timeout: 300_000 }, async () => {
      const bytes = await startBytes()
      const server = await kind.start()
      try {
        rows.set(kind.name, await examine(kind, server, bytes))
      } finally {
        await server.stop()
        await bytes.stop()
      }
      if (process.env['POSTERN_WRITE_SERVERS'] === undefined) {
        const own = `| ${kind.name} |`
        const lineOf = (text: string): readonly string[] =>
          (text.split('\n').find((line) => line.replaceAll(/ +/g, ' ').startsWith(own)) ?? '').split('|').map((cell) => cell.trim())
        expect(lineOf(page()), `rewrite by: ${command}`).toEqual(lineOf(await readFile(file, 'utf8')))
      }
    })
  })

afterAll(async () => {
  if (process.env['POSTERN_WRITE_SERVERS'] === undefined) return
  const missing = missingComponents(serverKinds.flatMap(({ components }) => components))
  if (missing.length > 0) throw new Error(`not installed: ${missing.join(', ')}`)
  await writeFile(file, page())
})
