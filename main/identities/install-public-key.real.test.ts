import { once } from 'node:events'
import { chmod, chown, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo, type Server } from 'node:net'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { connect } from '../ssh/connect.ts'
import type { AuthenticationMethod, Connection, ConnectOptions } from '../ssh/connection.ts'
import { describeWith, findProgram } from '../testing/components.ts'
import { freePort } from '../testing/free-port.ts'
import { startSshd, type Sshd } from '../testing/sshd.ts'
import { encodeDecryptedKey } from './openssh-key-format.ts'
import { generateNumbers } from './generate-numbers.ts'
import { installPublicKey } from './install-public-key.ts'
import { proveKey } from './prove-key.ts'
import { publicBlobOf, publicKeyLine } from './public-key.ts'
import { restrictedKeyLine } from './restricted-key-line.ts'

// Users of the test's own, each with a log-in shell, exist only where root can make them.
const shells = ['sh', 'bash', 'dash', 'tcsh', 'fish', 'zsh', 'busybox']
const passwordOf = (user: string): string => `${user}-password`

let sshd: Sshd
let mail: Server
let mailPort: number

const options = (user: string, method: AuthenticationMethod): ConnectOptions => ({
  host: sshd.host,
  port: sshd.port,
  user,
  authentication: [method],
  judgeHostKey: () => ({ verdict: 'trusted' }),
  knownKeyTypes: [],
  compression: false,
  connectTimeoutMs: 20_000,
  keepaliveMs: 15_000,
  keepaliveTimeoutMs: 15_000,
})

const withPassword = async <Result>(user: string, use: (connection: Connection) => Promise<Result>): Promise<Result> => {
  const connection = await connect(options(user, { type: 'password', password: () => Promise.resolve(passwordOf(user)) }))
  try {
    return await use(connection)
  } finally {
    await connection.end()
  }
}

const newKey = async () => {
  const key = { numbers: await generateNumbers('ed25519'), comment: "it's a \\n $(key) `of` mine!" }
  return { line: publicKeyLine(publicBlobOf(key.numbers), key.comment), privateKey: encodeDecryptedKey(key) }
}

const openWith = (user: string, privateKey: Uint8Array) => async () => {
  const connection = await connect(options(user, { type: 'key', name: 'new', unlock: () => Promise.resolve(privateKey) }))
  return { connection, end: () => connection.end() }
}

const homeOf = (user: string): string => path.resolve(path.dirname(sshd.authorizedKeysFile), '../..', user)
const keysOf = (user: string): string => path.join(homeOf(user), '.ssh/authorized_keys')
const install = (user: string, line: string) => withPassword(user, (connection) => installPublicKey(connection, line))

describeWith(['sshd', 'ssh-keygen', 'root', 'unshare'], 'installing a public key', () => {
  beforeAll(async () => {
    const present = shells.filter((shell) => findProgram(shell) !== undefined)
    sshd = await startSshd({
      config: ['StrictModes yes'],
      users: [
        ...present.map((shell) =>
          shell === 'busybox'
            ? { name: shell, password: passwordOf(shell), shellScript: `#!/bin/sh\nexec busybox sh "$@"\n` }
            : { name: shell, password: passwordOf(shell), shell: findProgram(shell)! },
        ),
        { name: 'mute', password: passwordOf('mute'), shellScript: '#!/bin/sh\necho "You cannot telnet here"\nexit 1\n' },
        { name: 'silent', password: passwordOf('silent'), shell: '/bin/false' },
      ],
    })
    mail = createServer((socket) => socket.on('error', () => undefined).end('+OK\r\n')).listen(0, '127.0.0.1')
    await once(mail, 'listening')
    mailPort = (mail.address() as AddressInfo).port
  })
  afterAll(async () => {
    mail.close()
    await sshd.stop()
  })
  beforeEach(() => rm(path.join(homeOf('sh'), '.ssh'), { recursive: true, force: true }))

  for (const shell of shells)
    describeWith([shell], `for a person whose log-in shell is ${shell}`, () => {
      test('makes the key work for its destination alone, and adds it once', async () => {
        await rm(path.join(homeOf(shell), '.ssh'), { recursive: true, force: true })
        const key = await newKey()
        const destination = { host: '127.0.0.1', port: mailPort }
        const line = restrictedKeyLine(key.line, [destination])
        expect(await install(shell, line)).toEqual({ alreadyThere: false, line, asAsked: true })
        expect(await install(shell, line)).toEqual({ alreadyThere: true, line, asAsked: true })
        expect(await readFile(keysOf(shell), 'utf8')).toBe(`${line}\n`)
        expect((await stat(keysOf(shell))).mode & 0o777).toBe(0o600)
        expect((await stat(path.dirname(keysOf(shell)))).mode & 0o777).toBe(0o700)

        const prove = (host: string) =>
          proveKey({ host: 'here', openConnection: openWith(shell, key.privateKey), destinations: [{ host, port: mailPort }] })
        await expect(prove('127.0.0.1')).resolves.toBeUndefined()
        await expect(prove('localhost')).rejects.toMatchObject({
          failure: { code: 'key-install-unproven', reason: expect.stringContaining('prohibits') as unknown },
        })
      })
    })

  test('leaves what stands in the file as it is, and gives its last line an end', async () => {
    const [theirs, ours] = [await newKey(), await newKey()]
    await mkdir(path.dirname(keysOf('sh')))
    await writeFile(keysOf('sh'), `# ${ours.line}\n${theirs.line}`)
    const { uid, gid } = await stat(homeOf('sh'))
    await chown(path.dirname(keysOf('sh')), uid, gid)
    await chown(keysOf('sh'), uid, gid)
    await chmod(keysOf('sh'), 0o644)
    expect(await install('sh', ours.line)).toMatchObject({ alreadyThere: false })
    expect(await readFile(keysOf('sh'), 'utf8')).toBe(`# ${ours.line}\n${theirs.line}\n${ours.line}\n`)
  })

  test('says so where the key stands there with other options', async () => {
    const key = await newKey()
    await install('sh', key.line)
    const restricted = restrictedKeyLine(key.line, [{ host: 'localhost', port: 110 }])
    expect(await install('sh', restricted)).toEqual({ alreadyThere: true, line: key.line, asAsked: false })
    const otherComment = key.line.split(' ').slice(0, 2).join(' ')
    expect(await install('sh', otherComment)).toEqual({ alreadyThere: true, line: key.line, asAsked: true })
  })

  test('tells what a server said whose log-in shell is none', async () => {
    const { line } = await newKey()
    await expect(install('mute', line)).rejects.toMatchObject({
      failure: { code: 'key-install-refused', host: sshd.host, reason: 'You cannot telnet here' },
    })
    await expect(install('silent', line)).rejects.toMatchObject({
      failure: { code: 'key-install-refused', reason: 'it said nothing' },
    })
  })

  test('tells why the file cannot be written', async () => {
    await writeFile(path.join(homeOf('sh'), '.ssh'), 'a file stands where the folder should be')
    await expect(install('sh', (await newKey()).line)).rejects.toMatchObject({
      failure: { code: 'key-install-refused', reason: expect.stringContaining('mkdir') as unknown },
    })
  })

  describe('the proof', () => {
    test('fails where the server does not take the key', async () => {
      const { privateKey } = await newKey()
      const proving = proveKey({ host: 'here', openConnection: openWith('sh', privateKey), destinations: [] })
      await expect(proving).rejects.toMatchObject({
        failure: {
          code: 'key-install-unproven',
          host: 'here',
          reason: expect.stringContaining('does not take the key') as unknown,
        },
        cause: { failure: { code: 'login-refused' } },
      })
    })

    test('fails where no mail server answers', async () => {
      const key = await newKey()
      await install('sh', key.line)
      const destinations = [{ host: '127.0.0.1', port: await freePort() }]
      const proving = proveKey({ host: 'here', openConnection: openWith('sh', key.privateKey), destinations })
      await expect(proving).rejects.toMatchObject({ cause: { failure: { code: 'mail-server-refused' } } })
    })
  })
})
