import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Account } from '../../contract/account.ts'
import type { Identity } from '../../contract/identity.ts'
import { generateNumbers } from '../keys/generate-numbers.ts'
import { publicBlobOf, publicKeyLine } from '../keys/public-key.ts'
import { connect } from '../ssh/connect.ts'
import type { AuthenticationMethod, Connection } from '../ssh/connection.ts'
import { connectOptions, passwordMethod } from '../testing/connect-options.ts'
import { describeWith } from '../testing/components.ts'
import { freePort } from '../testing/free-port.ts'
import { failureFrom } from '../testing/rejection.ts'
import { startSshd } from '../testing/sshd.ts'
import { serverKinds } from '../testing/ssh-servers.ts'
import { createInstallKey } from './install-key.ts'
import { proveKey } from './prove-key.ts'
import { privateKeyOf } from '../testing/private-key.ts'

const servers = [
  {
    name: 'OpenSSH',
    components: ['sshd', 'ssh-keygen', 'root', 'unshare'],
    start: () => startSshd({ config: ['StrictModes yes'] }),
  },
  serverKinds.find(({ name }) => name === 'dropbear')!,
]

for (const { name, components, start } of servers)
  describeWith(components, `a key that is installed and refused, on ${name}`, () => {
    let server: { readonly port: number; readonly stop: () => Promise<void> }
    let connection: Connection
    beforeAll(async () => {
      server = await start()
      connection = await logIn(passwordMethod('bob-password'))
    })
    afterAll(async () => {
      await connection.end()
      await server.stop()
    })

    const logIn = async (method: AuthenticationMethod) => await connect(connectOptions(server.port, { authentication: [method] }))
    const run = async (script: string): Promise<string> => {
      const { stdout, stderr } = await connection.execute(`sh -c '${script}'`)
      expect(Buffer.from(stderr).toString()).toBe('')
      return Buffer.from(stdout).toString('latin1')
    }
    const write = async (bytes: Buffer, mode: string): Promise<void> => {
      await run('rm -rf .ssh; mkdir .ssh; chmod 750 .ssh')
      await connection.execute('cat > .ssh/authorized_keys', { stdin: bytes })
      await run(`chmod ${mode} .ssh/authorized_keys`)
    }
    /** All that is there, with its modes. */
    const seen = () =>
      run(
        'ls -d .ssh; ls -lnd .ssh .ssh/* | cut -d" " -f1,3,4; ls -A .ssh; if [ -f .ssh/authorized_keys ]; then od -An -c .ssh/authorized_keys; fi',
      )

    /** Installs a fresh key; `meanwhile` runs between the installation and the proof. */
    const tryInstalling = async (options: {
      readonly restricted?: boolean
      readonly line?: (line: string) => string
      readonly destinationPort?: number
      readonly before?: (line: string) => Promise<unknown>
      readonly meanwhile?: () => Promise<unknown>
    }) => {
      const key = { numbers: await generateNumbers('ed25519'), comment: 'new' }
      const identity = { name: 'new', publicKeyLine: publicKeyLine(publicBlobOf(key.numbers), key.comment) } as Identity
      const forwards = [{ destinationHost: '127.0.0.1', destinationPort: options.destinationPort ?? server.port }]
      const account = { id: 'a', name: 'a', host: '127.0.0.1', forwards } as unknown as Account
      await options.before?.(identity.publicKeyLine)
      const opened = async (method: AuthenticationMethod) => {
        const made = await logIn(method)
        return { connection: made, end: () => made.end() }
      }
      const install = createInstallKey(
        {
          accounts: { find: () => Promise.resolve(account) },
          identities: { find: () => Promise.resolve(identity) },
          openConnection: () => opened(passwordMethod('bob-password')),
          ask: () => Promise.reject(new Error('nothing is asked')),
        },
        async () => {
          await options.meanwhile?.()
          await proveKey({
            host: 'here',
            openConnection: () => opened({ type: 'key', name: 'new', unlock: () => Promise.resolve(privateKeyOf(key.numbers)) }),
            destinations: [{ host: '127.0.0.1', port: options.destinationPort ?? server.port }],
          })
          return { account, identity }
        },
      )
      return await install({ account: 'a', identity: 'new', restricted: options.restricted ?? false, mailHosts: [] })
    }
    /** A server takes no key from a home that others can write. */
    const refusingKeys = async <Result>(use: () => Promise<Result>): Promise<Result> => {
      await run('chmod 777 .')
      try {
        return await use()
      } finally {
        await run('chmod 755 .')
      }
    }
    const refused = (line?: string) => ({
      code: 'key-install-unproven',
      host: 'here',
      reason: 'key-not-taken',
      ...(line === undefined ? {} : { line }),
    })

    test.each([
      ['that ends without a line break', Buffer.from('# mine\nssh-rsa AAAA theirs'), '644'],
      ['of any bytes', Buffer.from([0x23, 0xff, 0x0d, 0x0a, 0x27, 0x5c, 0x0a, 0x0a]), '600'],
      ['that is empty', Buffer.alloc(0), '640'],
    ])('leaves the file %s as it was', async (_, bytes, mode) => {
      await write(bytes, mode)
      const before = await seen()
      expect(await refusingKeys(() => failureFrom(tryInstalling({})))).toMatchObject(refused('taken-out'))
      expect(await seen()).toBe(before)
    })

    test('leaves no folder and no file where there was none', async () => {
      await run('rm -rf .ssh')
      expect(await refusingKeys(() => failureFrom(tryInstalling({})))).toMatchObject(refused('taken-out'))
      expect(await run('ls -A')).not.toContain('.ssh')
    })

    test('leaves the lines of this key that were there, with their options', async () => {
      let before = ''
      const trying = tryInstalling({
        restricted: true,
        before: async (line) => {
          await write(Buffer.from(`# a\r\nno-pty ${line}\n# b\n${line}`), '640')
          before = await seen()
          await run('chmod 777 .')
        },
      })
      expect(await failureFrom(trying).finally(() => run('chmod 755 .'))).toMatchObject(refused('taken-out'))
      expect(await seen()).toBe(before)
    })

    test('leaves what somebody else has written meanwhile, and says that the line is still there', async () => {
      await write(Buffer.from('# mine\n'), '600')
      const meanwhile = () => run('echo "# another" >> .ssh/authorized_keys')
      expect(await refusingKeys(() => failureFrom(tryInstalling({ meanwhile })))).toMatchObject(refused('left'))
      expect(await run('cat .ssh/authorized_keys')).toMatch(/^# mine\nssh-ed25519 .* new\n# another\n$/)
    })

    test('leaves a line that was there before the try', async () => {
      let before = ''
      const trying = tryInstalling({
        before: async (line) => {
          await write(Buffer.from(`${line}\n`), '600')
          before = await seen()
          await run('chmod 777 .')
        },
      })
      expect(await failureFrom(trying).finally(() => run('chmod 755 .'))).toEqual(refused())
      expect(await seen()).toBe(before)
    })

    test('stays where it logs in, and where only a mail server does not answer', async () => {
      await write(Buffer.from('# mine\n'), '600')
      expect(await tryInstalling({})).toMatchObject({ alreadyThere: false })
      expect(await failureFrom(tryInstalling({ destinationPort: await freePort() }))).toMatchObject({ reason: 'key-unanswered' })
      expect((await run('cat .ssh/authorized_keys')).split('\n')).toHaveLength(4)
    })
  })
