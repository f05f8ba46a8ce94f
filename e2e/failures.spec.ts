import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { createServer, type AddressInfo, type Server } from 'node:net'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeWith } from '../main/testing/components.ts'
import { freePort } from '../main/testing/free-port.ts'
import { posternCommand, type PosternCommand, type Secrets } from '../main/testing/postern-command.ts'
import { startSshd, type Sshd } from '../main/testing/sshd.ts'
import { makeTemporaryFolder, type TemporaryFolder } from '../main/testing/temporary-folder.ts'

// The words of failures, provoked on real sockets, each with its cause, its next step and its exit code, in both languages. Unit tests
// check the values of the failures; this file checks their words.

const otherKey = `SHA256:${'A'.repeat(43)}`

describeWith(['root', 'sshd', 'ssh-keygen', 'openssl', 'unshare'], 'a failure', () => {
  let folder: TemporaryFolder
  let sshd: Sshd
  let closed: Sshd
  let talker: Server
  const postern = (language: string): PosternCommand =>
    posternCommand(path.join(folder.path, 'data'), {
      HOME: folder.path,
      SSH_AUTH_SOCK: undefined,
      DBUS_SESSION_BUS_ADDRESS: undefined,
      LC_ALL: language,
    })

  beforeAll(async () => {
    folder = await makeTemporaryFolder('e2e-failures')
    sshd = await startSshd()
    closed = await startSshd({ config: ['AllowTcpForwarding no'] })
    talker = createServer((socket) => socket.on('error', () => undefined).end('220 mail.example.org ESMTP\r\n'))
    talker.listen(0, '127.0.0.1')
    await once(talker, 'listening')
  })
  afterAll(async () => {
    talker.close()
    await closed.stop()
    await sshd.stop()
    await folder.remove()
  })

  interface Case {
    /** Options of `account add` beside the name, host and user. */
    readonly account: () => Promise<readonly string[]> | readonly string[]
    readonly secrets?: () => Secrets
    readonly exitCode: number
    readonly en: readonly [message: RegExp, next: RegExp]
    readonly nl: readonly [message: RegExp, next: RegExp]
  }
  const at = (server: Sshd, ...more: readonly string[]): readonly string[] => [
    ...['--host', server.host, '--port', String(server.port), '--user', server.user, ...more],
  ]
  const trusted = (server: Sshd, ...more: readonly string[]): readonly string[] =>
    at(server, '--trust', server.hostKeys()[0]!.fingerprint, ...more)
  const portOf = (server: Server): string => String((server.address() as AddressInfo).port)

  const cases: Readonly<Record<string, Case>> = {
    'a name that no server has': {
      account: () => ['--host', 'nosuch.invalid', '--user', 'bob'],
      exitCode: 3,
      en: [/Could not find nosuch\.invalid/, /spelling/],
      nl: [/nosuch\.invalid is niet gevonden/i, /gespeld/],
    },
    'a port where nothing listens': {
      account: async () => ['--host', '127.0.0.1', '--port', String(await freePort()), '--user', 'bob'],
      exitCode: 3,
      en: [/127\.0\.0\.1 .*refuses/, /port/],
      nl: [/127\.0\.0\.1 antwoordt wel, maar weigert/, /poort/],
    },
    'a mail server in the place of the SSH server': {
      account: () => ['--host', '127.0.0.1', '--port', portOf(talker), '--user', 'bob'],
      exitCode: 3,
      en: [/not an SSH server.*220 mail\.example\.org ESMTP/s, /port/],
      nl: [/geen SSH-server.*220 mail\.example\.org ESMTP/s, /poort/],
    },
    'a host key that nobody has seen': {
      account: () => at(sshd, '--key', sshd.clientKeyFile),
      exitCode: 5,
      en: [/not known yet.*SHA256:/, /--trust SHA256:/],
      nl: [/nog niet bekend.*SHA256:/, /--trust SHA256:/],
    },
    'a host key other than the trusted one': {
      account: () => at(sshd, '--key', sshd.clientKeyFile, '--trust', otherKey),
      exitCode: 5,
      en: [/changed.*SHA256:.*AAAAAAAA/, /administrator/],
      nl: [/veranderd.*SHA256:.*AAAAAAAA/, /beheerder/],
    },
    'a wrong password': {
      account: () => trusted(sshd, '--auth', 'password'),
      secrets: () => ({ password: 'wrong' }),
      exitCode: 6,
      en: [/refused the log-in of bob.*Tried: the password/, /the password where/],
      nl: [/liet bob niet binnen.*Geprobeerd: het wachtwoord/, /wachtwoord/],
    },
    'a key file that is not there': {
      account: () => trusted(sshd, '--auth', 'key', '--key', '/nowhere/id_ed25519'),
      exitCode: 6,
      en: [/\/nowhere\/id_ed25519/, /path|key/i],
      nl: [/\/nowhere\/id_ed25519 is er niet/, /pad/],
    },
    'a password that nobody gives': {
      account: () => trusted(sshd, '--auth', 'password'),
      exitCode: 7,
      en: [/password of .*@/i, /--password-fd/],
      nl: [/wachtwoord/i, /--password-fd/],
    },
    'a server that prohibits forwarding': {
      account: () => trusted(closed, '--key', closed.clientKeyFile, '--forward', 'pop3'),
      exitCode: 8,
      en: [/does not allow|prohibits|may not/i, /administrator.*AllowTcpForwarding/i],
      nl: [/staat niet toe/, /beheerder.*AllowTcpForwarding/],
    },
    'a mail server that is not there': {
      account: async () => trusted(sshd, '--key', sshd.clientKeyFile, '--forward', `pop3=localhost:${await freePort()}`),
      exitCode: 9,
      en: [/mail server at localhost:\d+/i, /mail server/],
      nl: [/mailserver op localhost:\d+/, /mailserver/],
    },
    'another kind of mail server than the forward is for': {
      account: () => trusted(sshd, '--key', sshd.clientKeyFile, '--forward', `pop3=127.0.0.1:${portOf(talker)}`),
      exitCode: 9,
      en: [/220 mail\.example\.org ESMTP/, /port|kind/],
      nl: [/220 mail\.example\.org ESMTP/, /poort/],
    },
  }

  for (const [what, one] of Object.entries(cases))
    for (const language of ['en', 'nl'] as const)
      test(`is reported with its cause and its next step (${language}): ${what}`, async () => {
        const command = postern(language === 'en' ? 'en_GB.UTF-8' : 'nl_NL.UTF-8')
        await rm(command.dataDir, { recursive: true, force: true })
        await command.must(['account', 'add', 'work', ...(await one.account())])
        const { code, stdout, stderr } = await command.run(['check', 'work'], one.secrets?.())
        const [message, next] = one[language]
        const printed = `${stdout}\n${stderr}`
        expect(printed).toMatch(message)
        expect(printed).toMatch(next)
        expect(code).toBe(one.exitCode)
      })
})
