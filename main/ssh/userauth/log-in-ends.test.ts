import { generateKeyPairSync } from 'node:crypto'
import { connect as connectSocket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { AuthContext } from 'ssh2'
import { afterEach, describe, expect, test } from 'vitest'
import { connectOptions, passwordMethod } from '../../testing/connect-options.ts'
import { disconnectWith } from '../../testing/disconnect-with.ts'
import { failureFrom } from '../../testing/rejection.ts'
import { startSshServer } from '../../testing/ssh-server.ts'
import type { SshServer } from '../../testing/ssh-server.ts'
import { makeTestKey } from '../../testing/test-key.ts'
import { waitUntil } from '../../testing/wait-until.ts'
import { connect } from '../connect.ts'
import type { AuthenticationMethod, Challenge, Connection } from '../connection.ts'
import { privateKeyIn } from '../../testing/private-key.ts'

let ssh: SshServer | undefined
afterEach(async () => {
  await ssh?.stop()
})

const offers: Parameters<AuthContext['reject']>[0] = ['publickey', 'keyboard-interactive', 'password']
const hangUp = (): void => {
  for (const socket of ssh!.sockets) socket.end()
}
const reset = (): void => {
  for (const socket of ssh!.sockets) socket.resetAndDestroy()
}

/** A server that runs `onSecret` once it has a password or an answer, and refuses every other request. */
const serve = async (onSecret: (context: AuthContext) => void): Promise<number> => {
  ssh = await startSshServer({
    users: [],
    authenticate: (context) => {
      if (context.method === 'password') onSecret(context)
      else if (context.method === 'keyboard-interactive')
        context.prompt([{ prompt: 'Password: ', echo: false }], () => onSecret(context))
      else context.reject(offers)
    },
  })
  return ssh.port
}

const key = makeTestKey()
const keyMethod: AuthenticationMethod = { type: 'key', name: 'laptop', unlock: () => privateKeyIn(key.privateKey) }
const answering = (answer: AuthenticationMethod & { type: 'keyboard-interactive' } extends { answer: infer A } ? A : never) =>
  ({ type: 'keyboard-interactive', answer }) as const

// ssh2-facts 33
describe('a server that ends the connection', () => {
  const ends: readonly (readonly [string, (context: AuthContext) => void, string | undefined])[] = [
    ['by SSH_MSG_DISCONNECT 14', (context) => disconnectWith(context, 14, 'No more methods'), 'No more methods'],
    ['by SSH_MSG_DISCONNECT 11', (context) => disconnectWith(context, 11, 'Authentication failed'), 'Authentication failed'],
    ['by SSH_MSG_DISCONNECT 2', (context) => disconnectWith(context, 2, 'Too many\u001b[2J tries'), 'Too many[2J tries'],
    ['without a word', hangUp, undefined],
    ['by a reset', reset, undefined],
  ]

  test.each(ends)('after a password %s refuses the log-in', async (_how, end, said) => {
    const port = await serve(end)
    const failure = await failureFrom(connect(connectOptions(port, { authentication: [passwordMethod('wrong', 'again')] })))
    expect(failure).toMatchObject({ code: 'login-refused', user: 'bob', tried: ['password'] })
    expect(failure).toHaveProperty('said', said)
  })

  test.each(ends)('after an answer %s refuses the log-in', async (_how, end, said) => {
    const port = await serve(end)
    const authentication = [answering(() => Promise.resolve(['wrong']))]
    const failure = await failureFrom(connect(connectOptions(port, { authentication })))
    expect(failure).toMatchObject({ code: 'login-refused', user: 'bob', tried: ['keyboard-interactive'] })
    expect(failure).toHaveProperty('said', said)
  })

  test('after a key has refused no secret: the connection is lost, and its last words are passed on', async () => {
    ssh = await startSshServer({ users: [], authenticate: (context) => disconnectWith(context, 11, 'Going down') })
    expect(await failureFrom(connect(connectOptions(ssh.port, { authentication: [keyMethod] })))).toEqual({
      code: 'connection-lost',
      host: '127.0.0.1',
      reason: 'server-ended',
      said: 'Going down',
    })
  })

  test('while a person reads its question has timed out', async () => {
    const port = await serve(() => undefined)
    const authentication = [
      answering(
        () =>
          new Promise(() => {
            hangUp()
          }),
      ),
    ]
    expect(await failureFrom(connect(connectOptions(port, { authentication })))).toMatchObject({
      code: 'login-expired',
      host: '127.0.0.1',
      user: 'bob',
    })
  })

  test('after the log-in passes on its last words, for reason 11 too', async () => {
    ssh = await startSshServer({ users: [{ name: 'bob', password: 'secret' }] })
    let server: object | undefined
    await ssh.stop()
    ssh = await startSshServer({
      users: [{ name: 'bob', password: 'secret' }],
      onConnection: (connection) => (server = connection),
    })
    const connection = await connect(connectOptions(ssh.port, { authentication: [passwordMethod('secret')] }))
    disconnectWith(server!, 11, 'Idle for too long')
    expect(await connection.closed).toEqual({
      code: 'connection-lost',
      host: '127.0.0.1',
      reason: 'server-ended',
      said: 'Idle for too long',
    })
  })
})

test('A network that breaks off after a password refuses no log-in', async () => {
  let stream: Duplex | undefined
  const port = await serve(() => stream?.destroy(Object.assign(new Error('read ETIMEDOUT'), { code: 'ETIMEDOUT' })))
  const via: Pick<Connection, 'openChannel'> = {
    openChannel: (destination) => {
      const socket = connectSocket(destination.port, '127.0.0.1')
      stream = socket
      return Promise.resolve(Object.assign(socket, { destination }))
    },
  }
  expect(await failureFrom(connect(connectOptions(port, { via: via as Connection })))).toMatchObject({
    code: 'connection-lost',
    reason: 'network-error',
  })
})

// ssh2-facts 35
test('A right password that has expired is not reported as wrong', async () => {
  const port = await serve((context) => {
    if (context.method === 'password') context.requestChange('Set a new password at https://example.org', () => undefined)
  })
  expect(await failureFrom(connect(connectOptions(port)))).toEqual({
    code: 'password-expired',
    host: '127.0.0.1',
    user: 'bob',
    said: 'Set a new password at https://example.org',
  })
})

test('A refused log-in passes on the banner of the server', async () => {
  ssh = await startSshServer({ users: [], ssh2: { banner: 'bob is locked until Monday\r\n' } })
  expect(await failureFrom(connect(connectOptions(ssh.port)))).toMatchObject({
    code: 'login-refused',
    said: 'bob is locked until Monday',
  })
})

describe('a server that wants a second method', () => {
  /** sshd_config's AuthenticationMethods publickey,password */
  const serveBoth = async (): Promise<number> => {
    ssh = await startSshServer({
      users: [],
      authenticate: (context) => {
        if (context.method === 'publickey') context.reject(['password'], true)
        else context.reject(['publickey'])
      },
    })
    return ssh.port
  }

  test.each([
    ['an Ed25519 key', key],
    [
      'an RSA key',
      generateKeyPairSync('rsa', {
        modulusLength: 2048,
        publicKeyEncoding: { type: 'spki', format: 'pem' },
        privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
      }),
    ],
  ])('after %s, which the account has not, is named', async (_name, { privateKey }) => {
    const port = await serveBoth()
    const authentication = [{ type: 'key', name: 'laptop', unlock: () => privateKeyIn(privateKey) }] as const
    expect(await failureFrom(connect(connectOptions(port, { authentication })))).toEqual({
      code: 'login-incomplete',
      host: '127.0.0.1',
      user: 'bob',
      done: ['key'],
      wanted: ['password'],
    })
  })

  test('and gets no answer rejects as a needed secret', async () => {
    const port = await serveBoth()
    expect(await failureFrom(connect(connectOptions(port, { authentication: [keyMethod, passwordMethod()] })))).toMatchObject({
      code: 'secret-needed',
      reason: 'password-of',
    })
  })

  test('and refuses the answer rejects as a refused log-in', async () => {
    const port = await serveBoth()
    expect(
      await failureFrom(connect(connectOptions(port, { authentication: [keyMethod, passwordMethod('wrong')] }))),
    ).toMatchObject({ code: 'login-refused', tried: ['key', 'password'] })
  })
})

// ssh2-facts 34
describe('a request without a prompt', () => {
  const notice = { title: '', instructions: 'Approve the log-in on your telephone', prompts: [] }
  /** Sends the notice, and goes on once it is shown; without `goOn` it never does. */
  const servePush = async (shown: () => boolean, goOn?: (context: AuthContext & { method: 'keyboard-interactive' }) => void) => {
    ssh = await startSshServer({
      users: [],
      authenticate: (context) => {
        if (context.method !== 'keyboard-interactive') {
          context.reject(['keyboard-interactive'])
          return
        }
        context.prompt([], '', notice.instructions, () => {
          if (goOn !== undefined) void waitUntil(shown, { what: 'the notice' }).then(() => goOn(context))
        })
      },
    })
    return ssh.port
  }
  const untilWithdrawn = (signal: AbortSignal | undefined): Promise<readonly string[]> =>
    new Promise((resolve) => signal?.addEventListener('abort', () => resolve([])))

  test('reaches the person, and is withdrawn when the server goes on', async () => {
    const seen: Challenge[] = []
    let withdrawn: AbortSignal | undefined
    const port = await servePush(
      () => seen.length > 0,
      (context) => context.accept(),
    )
    const method = answering((challenge, signal) => {
      seen.push(challenge)
      withdrawn = signal
      return untilWithdrawn(signal)
    })
    const connection = await connect(connectOptions(port, { authentication: [method] }))
    expect(seen).toEqual([notice])
    expect(withdrawn?.aborted).toBe(true)
    await connection.end()
  })

  test('that nobody approves is named in the failure', async () => {
    const port = await servePush(() => false)
    const authentication = [answering((_challenge, signal) => untilWithdrawn(signal))]
    expect(await failureFrom(connect(connectOptions(port, { authentication, logInTimeoutMs: 500 })))).toEqual({
      code: 'login-unanswered',
      host: '127.0.0.1',
      user: 'bob',
      seconds: 0.5,
      reason: 'approval-late',
      said: notice.instructions,
    })
  })

  test('that a person declines ends the log-in', async () => {
    const port = await servePush(() => false)
    const authentication = [answering(() => Promise.resolve(undefined))]
    expect(await failureFrom(connect(connectOptions(port, { authentication })))).toMatchObject({ code: 'secret-needed' })
  })

  test('is shown with the question that follows it', async () => {
    const seen: Challenge[] = []
    const port = await servePush(
      () => seen.length > 0,
      (context) => context.prompt([{ prompt: 'Code: ', echo: true }], '', 'Or type a code', () => context.accept()),
    )
    const method = answering((challenge, signal) => {
      seen.push(challenge)
      return challenge.prompts.length === 0 ? untilWithdrawn(signal) : Promise.resolve(['123'])
    })
    const connection = await connect(connectOptions(port, { authentication: [method] }))
    expect(seen[1]).toMatchObject({
      instructions: `${notice.instructions}\nOr type a code`,
      prompts: [{ text: 'Code:', echo: true }],
    })
    await connection.end()
  })
})
