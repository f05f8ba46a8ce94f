import { once } from 'node:events'
import { chmod, chown, lstat, mkdir, readdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo, type Server } from 'node:net'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { connect } from '../ssh/connect.ts'
import type { AuthenticationMethod, Connection, ConnectOptions, PrivateKey } from '../ssh/connection.ts'
import { describeWith, findProgram } from '../testing/components.ts'
import { freePort } from '../testing/free-port.ts'
import { startSshd, type Sshd } from '../testing/sshd.ts'
import { generateNumbers } from '../keys/generate-numbers.ts'
import { installPublicKey } from './install-public-key.ts'
import { proveKey } from './prove-key.ts'
import { publicBlobOf, publicKeyLine } from '../keys/public-key.ts'
import { restrictedKeyLine } from './restricted-key-line.ts'
import { privateKeyOf } from '../testing/private-key.ts'

// Only root can make the users of this test, one for each log-in shell.
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
  logInTimeoutMs: 120_000,
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
  return { line: publicKeyLine(publicBlobOf(key.numbers), key.comment), privateKey: privateKeyOf(key.numbers) }
}

const openWith = (user: string, privateKey: PrivateKey) => async () => {
  const connection = await connect(options(user, { type: 'key', name: 'new', unlock: () => Promise.resolve(privateKey) }))
  return { connection, end: () => connection.end() }
}

const homeOf = (user: string): string => path.resolve(path.dirname(sshd.authorizedKeysFile), '../..', user)
const keysOf = (user: string): string => path.join(homeOf(user), '.ssh/authorized_keys')
const install = async (user: string, wanted: string) => {
  const { alreadyThere, line } = await withPassword(user, (connection) => installPublicKey(connection, wanted))
  return { alreadyThere, line }
}

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
        expect(await install(shell, line)).toEqual({ alreadyThere: false, line })
        expect(await install(shell, line)).toEqual({ alreadyThere: true, line })
        expect(await readFile(keysOf(shell), 'utf8')).toBe(`${line}\n`)
        expect((await stat(keysOf(shell))).mode & 0o777).toBe(0o600)
        expect((await stat(path.dirname(keysOf(shell)))).mode & 0o777).toBe(0o700)

        const prove = (host: string) =>
          proveKey({ host: 'here', openConnection: openWith(shell, key.privateKey), destinations: [{ host, port: mailPort }] })
        await expect(prove('127.0.0.1')).resolves.toBeUndefined()
        await expect(prove('localhost')).rejects.toMatchObject({
          failure: { code: 'key-install-unproven', reason: 'key-not-forwarded', destination: `localhost:${mailPort}` },
        })
      })
    })

  /** The person's file before the installation. */
  const writeKeys = async (user: string, text: string | Buffer, mode = 0o600): Promise<void> => {
    const folder = path.dirname(keysOf(user))
    const { uid, gid } = await stat(homeOf(user))
    await rm(folder, { recursive: true, force: true })
    await mkdir(folder)
    await writeFile(keysOf(user), text)
    for (const name of [folder, keysOf(user)]) await chown(name, uid, gid)
    await chmod(keysOf(user), mode)
  }
  const restrictedTo = (line: string, ...ports: readonly number[]): string =>
    restrictedKeyLine(
      line,
      ports.map((port) => ({ host: 'localhost', port })),
    )

  test('keeps the other lines, and ends the last one with a line break', async () => {
    const [theirs, ours] = [await newKey(), await newKey()]
    await writeKeys('sh', `# ${ours.line}\n${theirs.line}`, 0o644)
    expect(await install('sh', ours.line)).toMatchObject({ alreadyThere: false })
    expect(await readFile(keysOf('sh'), 'utf8')).toBe(`# ${ours.line}\n${theirs.line}\n${ours.line}\n`)
  })

  test('treats the same line with another comment as installed', async () => {
    const key = await newKey()
    const line = restrictedTo(key.line, 110, 587)
    await install('sh', line)
    const otherComment = line
      .split(' ')
      .slice(0, -1)
      .join(' ')
      .replace(/ it's.*/, ' elsewhere')
    expect(await install('sh', otherComment)).toEqual({ alreadyThere: true, line })
    expect(await readFile(keysOf('sh'), 'utf8')).toBe(`${line}\n`)
  })

  for (const shell of shells)
    describeWith([shell], `replaces another form of the key, where the log-in shell is ${shell}`, () => {
      test('plain, restricted to other ports, and restricted where it should be plain', async () => {
        const [before, ours, after] = [await newKey(), await newKey(), await newKey()]
        const around = (line: string) => `# mine\n${before.line}\n${line}\n${after.line}\n`
        await writeKeys(shell, around(ours.line), 0o640)
        for (const line of [restrictedTo(ours.line, 110), restrictedTo(ours.line, 110, 995), ours.line]) {
          expect(await install(shell, line)).toEqual({ alreadyThere: false, line })
          expect(await readFile(keysOf(shell), 'utf8')).toBe(around(line))
          expect(await install(shell, line)).toEqual({ alreadyThere: true, line })
        }
        expect((await stat(keysOf(shell))).mode & 0o777).toBe(0o640)
        expect((await stat(keysOf(shell))).uid).toBe((await stat(homeOf(shell))).uid)
        expect(await readdir(path.dirname(keysOf(shell)))).toEqual(['authorized_keys'])
      })
    })

  for (const shell of shells)
    describeWith([shell], `takes the line out again, where the log-in shell is ${shell}`, () => {
      test.each<[string, (ours: string) => string, number]>([
        ['added', () => '# it is "mine" \\n $HOME ! \t\n\n# \xe9', 0o644],
        ['replaced', (ours) => `no-pty ${ours}\r\n# mine\n${ours}`, 0o640],
      ])('that was %s', async (_, file, mode) => {
        const { line: ours } = await newKey()
        const before = Buffer.from(file(ours), 'latin1')
        await writeKeys(shell, before, mode)
        const isOut = await withPassword(shell, async (connection) =>
          (await installPublicKey(connection, restrictedTo(ours, 110))).takeOut(),
        )
        expect(isOut).toBe(true)
        expect(await readFile(keysOf(shell))).toEqual(before)
        expect((await stat(keysOf(shell))).mode & 0o777).toBe(mode)
        expect(await readdir(path.dirname(keysOf(shell)))).toEqual(['authorized_keys'])
      })
    })

  describe('where the file has another form of the key', () => {
    const theirs = 'command="say \\"hi, there\\" # now",no-pty ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQC their key'
    test.each<[string, (ours: string) => string, (line: string) => string]>([
      ['alone', (ours) => `${ours}\n`, (line) => `${line}\n`],
      ['without an end to its line', (ours) => ours, (line) => `${line}\n`],
      ['first', (ours) => `${ours}\n${theirs}\n`, (line) => `${line}\n${theirs}\n`],
      ['before a line without an end', (ours) => `${ours}\n${theirs}`, (line) => `${line}\n${theirs}\n`],
      ['with empty lines and comments', (ours) => `\n#\n\n${ours}\n\n# end\n`, (line) => `\n#\n\n${line}\n\n# end\n`],
      ['behind a comment that names it', (ours) => `# ${ours}\n#${ours}\n${ours}\n`, (line) => `# OURS\n#OURS\n${line}\n`],
      ['with lines of Windows', (ours) => `${theirs}\r\n${ours}\r\n# x\r\n`, (line) => `${theirs}\r\n${line}\n# x\r\n`],
      ['several times', (ours) => `${ours}\n${theirs}\nno-pty  ${ours}\n  ${ours}\n`, (line) => `${line}\n${theirs}\n`],
      ['with options in quotes', (ours) => `from="a, \\"b\\" c",no-pty\t${ours}\n${theirs}\n`, (line) => `${line}\n${theirs}\n`],
      ['in the comment of another, too', (ours) => `${theirs} (${ours})\n${ours}\n`, (line) => `${theirs} (OURS)\n${line}\n`],
      ['among bytes that are no text', (ours) => `# \xe9\n${ours}\n`, (line) => `# \xe9\n${line}\n`],
    ])('keeps every other line: %s', async (_, file, expected) => {
      const { line: ours } = await newKey()
      const line = restrictedTo(ours, 110, 587)
      await writeKeys('sh', Buffer.from(file(ours), 'latin1'))
      expect(await install('sh', line)).toEqual({ alreadyThere: false, line })
      expect(await readFile(keysOf('sh'), 'latin1')).toBe(expected(line).replaceAll('OURS', ours))
      expect(await install('sh', line)).toEqual({ alreadyThere: true, line })
    })

    test('writes through a link, and leaves the link', async () => {
      const { line: ours } = await newKey()
      await writeKeys('sh', `${theirs}\n${ours}\n`)
      const elsewhere = path.join(homeOf('sh'), 'keys-elsewhere')
      await rename(keysOf('sh'), elsewhere)
      await symlink(elsewhere, keysOf('sh'))
      const line = restrictedTo(ours, 110)
      expect(await install('sh', line)).toEqual({ alreadyThere: false, line })
      expect((await lstat(keysOf('sh'))).isSymbolicLink()).toBe(true)
      expect(await readFile(elsewhere, 'utf8')).toBe(`${theirs}\n${line}\n`)
    })

    test('writes into the file where no file can be made beside it', async () => {
      const { line: ours } = await newKey()
      await writeKeys('sh', `${ours}\n${theirs}\n`)
      await chown(path.dirname(keysOf('sh')), 0, 0)
      await chmod(path.dirname(keysOf('sh')), 0o755)
      const line = restrictedTo(ours, 110)
      expect(await install('sh', line)).toEqual({ alreadyThere: false, line })
      expect(await readFile(keysOf('sh'), 'utf8')).toBe(`${line}\n${theirs}\n`)
    })

    test('fails where the person may not write the file, and leaves it', async () => {
      const { line: ours } = await newKey()
      await writeKeys('sh', `${ours}\n${theirs}\n`)
      await chown(keysOf('sh'), 0, 0)
      await chmod(keysOf('sh'), 0o644)
      await expect(install('sh', restrictedTo(ours, 110))).rejects.toMatchObject({
        failure: {
          code: 'key-install-refused',
          reason: 'install-failed',
          said: expect.stringMatching(/denied|cannot create/i) as unknown,
        },
      })
      expect(await readFile(keysOf('sh'), 'utf8')).toBe(`${ours}\n${theirs}\n`)
    })

    test('refuses to change a file that the server’s tools would not keep whole', async () => {
      const { line: ours } = await newKey()
      const text = `# \0\n${theirs}\n${ours}\n`
      await writeKeys('sh', text)
      await expect(install('sh', restrictedTo(ours, 110))).rejects.toMatchObject({
        failure: { code: 'key-install-refused', reason: 'install-unsafe' },
      })
      expect(await readFile(keysOf('sh'), 'utf8')).toBe(text)
      expect(await readdir(path.dirname(keysOf('sh')))).toEqual(['authorized_keys'])
    })
  })

  test('returns the words of a server whose log-in shell is no shell, where it has any', async () => {
    const { line } = await newKey()
    await expect(install('mute', line)).rejects.toMatchObject({
      failure: { code: 'key-install-refused', host: sshd.host, reason: 'install-failed', said: 'You cannot telnet here' },
    })
    await expect(install('silent', line)).rejects.toMatchObject({
      failure: { code: 'key-install-refused', reason: 'install-silent' },
    })
  })

  test('returns the reason why the file cannot be written', async () => {
    await writeFile(path.join(homeOf('sh'), '.ssh'), 'a file in the place of the folder')
    await expect(install('sh', (await newKey()).line)).rejects.toMatchObject({
      failure: { code: 'key-install-refused', reason: 'install-failed', said: expect.stringContaining('mkdir') as unknown },
    })
  })

  describe('the proof', () => {
    test('fails where the server refuses the key', async () => {
      const { privateKey } = await newKey()
      const proving = proveKey({ host: 'here', openConnection: openWith('sh', privateKey), destinations: [] })
      await expect(proving).rejects.toMatchObject({
        failure: {
          code: 'key-install-unproven',
          host: 'here',
          reason: 'key-not-taken',
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
