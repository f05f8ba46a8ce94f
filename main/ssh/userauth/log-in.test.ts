import type { AuthContext } from 'ssh2'
import { afterEach, describe, expect, test } from 'vitest'
import { FailureError } from '../../../contract/failure.ts'
import type { Failure } from '../../../contract/failure.ts'
import { connectOptions, passwordMethod } from '../../testing/connect-options.ts'
import { failureFrom } from '../../testing/rejection.ts'
import { startSshServer } from '../../testing/ssh-server.ts'
import type { SshServer, SshServerOptions } from '../../testing/ssh-server.ts'
import { makeTestKey } from '../../testing/test-key.ts'
import { connect } from '../connect.ts'
import type { AuthenticationMethod, Challenge } from '../connection.ts'
import { privateKeyIn } from '../../testing/private-key.ts'

let ssh: SshServer | undefined
afterEach(async () => {
  await ssh?.stop()
})

/** A server that records each request to log in, and accepts those for which `accepts` returns true. */
const serve = async (
  accepts: (context: AuthContext, index: number) => boolean,
  offers: readonly string[] = ['publickey', 'keyboard-interactive', 'password'],
  options: Partial<SshServerOptions> = {},
): Promise<{ readonly port: number; readonly requests: string[] }> => {
  const requests: string[] = []
  ssh = await startSshServer({
    users: [],
    authenticate: (context) => {
      requests.push(context.method)
      if (accepts(context, requests.length)) context.accept()
      else context.reject(offers as Parameters<typeof context.reject>[0])
    },
    ...options,
  })
  return { port: ssh.port, requests }
}

const key = makeTestKey()
const keyMethod: AuthenticationMethod = { type: 'key', name: 'laptop', unlock: () => privateKeyIn(key.privateKey) }
const noAnswer: AuthenticationMethod = { type: 'keyboard-interactive', answer: () => Promise.resolve(undefined) }

describe('logging in', () => {
  // ssh2-facts 6: ssh2's own order is none, password, key.
  test('sends the key first and nothing before it, and never a password to a server that accepts the key', async () => {
    const { port, requests } = await serve((context) => context.method === 'publickey')
    const connection = await connect(connectOptions(port, { authentication: [keyMethod, passwordMethod('secret')] }))
    expect(new Set(requests)).toEqual(new Set(['publickey']))
    expect(connection.facts.authenticatedBy).toBe('key')
    await connection.end()
  })

  test('keeps to the account’s order, also where it begins with the password', async () => {
    const { port, requests } = await serve((context) => context.method === 'publickey')
    const authentication = [passwordMethod('wrong'), keyMethod]
    const connection = await connect(connectOptions(port, { authentication }))
    expect(requests.filter((method, index) => requests.indexOf(method) === index)).toEqual(['none', 'password', 'publickey'])
    await connection.end()
  })

  test('does not ask for a password that the server does not accept', async () => {
    const { port, requests } = await serve(() => false, ['publickey'])
    let asked = false
    const authentication: AuthenticationMethod[] = [
      { type: 'password', password: () => Promise.resolve(asked ? 'x' : ((asked = true), 'x')) },
      noAnswer,
      keyMethod,
    ]
    expect(await failureFrom(connect(connectOptions(port, { authentication })))).toEqual({
      code: 'login-refused',
      host: '127.0.0.1',
      user: 'bob',
      tried: ['key'],
      accepted: ['publickey'],
    })
    expect(asked).toBe(false)
    expect(requests).not.toContain('password')
  })

  test('asks again for a wrong password with the reason, and gives up after three', async () => {
    const { port, requests } = await serve(() => false)
    const reasons: (Failure | undefined)[] = []
    const authentication: AuthenticationMethod[] = [
      {
        type: 'password',
        password: (previous) => {
          reasons.push(previous)
          return Promise.resolve('wrong')
        },
      },
    ]
    const refused = {
      code: 'login-refused',
      host: '127.0.0.1',
      user: 'bob',
      tried: ['password'],
      accepted: ['publickey', 'keyboard-interactive', 'password'],
    }
    expect(await failureFrom(connect(connectOptions(port, { authentication })))).toEqual(refused)
    expect(reasons).toEqual([undefined, refused, refused])
    expect(requests).toEqual(['none', 'password', 'password', 'password'])
  })

  test('logs in with the second password if the first was mistyped', async () => {
    const { port } = await serve((context) => context.method === 'password' && context.password === 'right')
    const connection = await connect(connectOptions(port, { authentication: [passwordMethod('wrong', 'right')] }))
    await connection.end()
  })

  test('rejects as a needed secret if nobody enters one', async () => {
    ssh = await startSshServer({ users: [{ name: 'bob', password: 'secret' }] })
    const authentication = [noAnswer, passwordMethod()]
    expect(await failureFrom(connect(connectOptions(ssh.port, { authentication })))).toEqual({
      code: 'secret-needed',
      reason: 'answers-for',
      user: 'bob',
      host: '127.0.0.1',
    })
  })

  test('goes on without a key that cannot be unlocked, and reports the reason if nothing else was refused', async () => {
    const unreadable: AuthenticationMethod = {
      type: 'key',
      name: 'laptop',
      unlock: () => Promise.reject(new FailureError({ code: 'passphrase-wrong', identity: 'laptop' })),
    }
    const { port } = await serve((context) => context.method === 'password')
    const connection = await connect(connectOptions(port, { authentication: [unreadable, passwordMethod('x')] }))
    expect(connection.facts.authenticatedBy).toBe('password')
    await connection.end()
    expect(await failureFrom(connect(connectOptions(port, { authentication: [unreadable] })))).toEqual({
      code: 'passphrase-wrong',
      identity: 'laptop',
    })
  })

  test('rejects an unreadable key', async () => {
    const { port } = await serve(() => false)
    const garbage: AuthenticationMethod = {
      type: 'key',
      name: 'laptop',
      unlock: async () => ({ ...(await privateKeyIn(key.privateKey)), publicBlob: Buffer.from('no key') }),
    }
    expect(await failureFrom(connect(connectOptions(port, { authentication: [garbage] })))).toMatchObject({
      code: 'key-unreadable',
      file: 'laptop',
    })
  })

  test('logs in to a server that wants two methods, in whichever order it asks', async () => {
    const done = new Set<string>()
    ssh = await startSshServer({
      users: [],
      authenticate: (context) => {
        // sshd_config's AuthenticationMethods password,publickey
        if (context.method === 'password' && !done.has('password')) {
          done.add('password')
          context.reject(['publickey'], true)
        } else if (context.method === 'publickey' && done.has('password')) context.accept()
        else context.reject(done.has('password') ? ['publickey'] : ['password'])
      },
    })
    const connection = await connect(connectOptions(ssh.port, { authentication: [keyMethod, passwordMethod('x')] }))
    expect(connection.facts.authenticatedBy).toBe('key')
    await connection.end()
  })

  test('reports an unreachable agent only if nothing else was tried', async () => {
    const agent: AuthenticationMethod = { type: 'agent', address: '/nonexistent/agent.sock' }
    const { port } = await serve((context) => context.method === 'password' && context.password === 'right')
    expect(await failureFrom(connect(connectOptions(port, { authentication: [agent] })))).toMatchObject({
      code: 'agent-unreachable',
      address: '/nonexistent/agent.sock',
    })
    expect(await failureFrom(connect(connectOptions(port, { authentication: [agent, passwordMethod('wrong')] })))).toMatchObject({
      code: 'login-refused',
      tried: ['password'],
    })
    const connection = await connect(connectOptions(port, { authentication: [agent, passwordMethod('right')] }))
    await connection.end()
  })

  test('passes on the server’s questions, without deceptive characters', async () => {
    const asked: Challenge[] = []
    ssh = await startSshServer({
      users: [],
      authenticate: (context) => {
        if (context.method !== 'keyboard-interactive') context.reject(['keyboard-interactive'])
        else
          context.prompt(
            [
              { prompt: 'Code\u001b[2J: ', echo: true },
              { prompt: 'Pass\u202eword: ', echo: false },
            ],
            'Title\u0007',
            'Two\r\nlines',
            (answers) => {
              if (Array.isArray(answers) && answers.join() === '123,secret') context.accept()
              else context.reject(['keyboard-interactive'])
            },
          )
      },
    })
    const method: AuthenticationMethod = {
      type: 'keyboard-interactive',
      answer: (challenge) => {
        asked.push(challenge)
        return Promise.resolve(asked.length === 1 ? ['123', 'mistyped'] : ['123', 'secret'])
      },
    }
    const connection = await connect(connectOptions(ssh.port, { authentication: [method] }))
    expect(asked).toHaveLength(2)
    expect(asked[0]).toEqual({
      title: 'Title',
      instructions: 'Two\nlines',
      prompts: [
        { text: 'Code[2J:', echo: true },
        { text: 'Password:', echo: false },
      ],
    })
    await connection.end()
  })

  // ssh2-facts 3: readyTimeout runs while a person reads a dialog.
  test('does not count the time in which a person is asked', async () => {
    const { port } = await serve((context) => context.method === 'password' && context.password === 'typed slowly')
    const password = async (): Promise<string> => {
      await new Promise((resolve) => setTimeout(resolve, 900))
      return 'typed slowly'
    }
    const authentication = [{ type: 'password', password }] as const
    const connection = await connect(connectOptions(port, { authentication, logInTimeoutMs: 600 }))
    await connection.end()
  })

  test('counts the time in which the server does not answer', async () => {
    ssh = await startSshServer({ users: [], authenticate: () => undefined })
    expect(await failureFrom(connect(connectOptions(ssh.port, { logInTimeoutMs: 400 })))).toEqual({
      code: 'login-unanswered',
      host: '127.0.0.1',
      user: 'bob',
      seconds: 0.4,
      reason: 'answer-late',
    })
  })
})

// ssh2-facts 7
describe('a server that asks for ever', () => {
  const askForEver = (prompts: readonly { readonly prompt: string; readonly echo: boolean }[]) => (context: AuthContext) => {
    if (context.method !== 'keyboard-interactive') {
      context.reject(['keyboard-interactive'])
      return
    }
    const ask = (): void => context.prompt([...prompts], ask)
    ask()
  }
  const method: AuthenticationMethod = { type: 'keyboard-interactive', answer: () => Promise.resolve(['x']) }

  test('questions is given up', async () => {
    ssh = await startSshServer({ users: [], authenticate: askForEver([{ prompt: 'Again: ', echo: false }]) })
    expect(await failureFrom(connect(connectOptions(ssh.port, { authentication: [method] })))).toMatchObject({
      code: 'server-misbehaved',
      reason: 'questions-without-end',
    })
  })

  test('requests without a prompt, which ssh2 answers by itself, is given up', async () => {
    ssh = await startSshServer({ users: [], authenticate: askForEver([]) })
    expect(await failureFrom(connect(connectOptions(ssh.port, { authentication: [method] })))).toMatchObject({
      code: 'server-misbehaved',
      reason: 'questions-without-end',
    })
  })

  test('more than a person could answer at once is given up', async () => {
    const prompts = Array.from({ length: 200 }, () => ({ prompt: 'x', echo: false }))
    ssh = await startSshServer({ users: [], authenticate: askForEver(prompts) })
    expect(await failureFrom(connect(connectOptions(ssh.port, { authentication: [method] })))).toMatchObject({
      code: 'server-misbehaved',
    })
  })
})
