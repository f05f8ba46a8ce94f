import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { beforeEach, expect, test } from 'vitest'
import { describeWith, findProgram } from '../testing/components.ts'
import { freePort } from '../testing/free-port.ts'
import { startSshd } from '../testing/sshd.ts'
import type { Sshd } from '../testing/sshd.ts'
import { accountOf, closed, forwardTo, tunnelHarness } from '../testing/tunnel-harness.ts'
import { waitUntil } from '../testing/wait-until.ts'

const { closeAfter, compose, dialled, greeting, startMailServer } = tunnelHarness()

describeWith(['sshd', 'ssh-keygen'], 'a tunnel through a real sshd', () => {
  let sshd: Sshd
  let mailPort: number
  beforeEach(async () => {
    sshd = await startSshd()
    closeAfter(sshd.stop)
    mailPort = await startMailServer()
  })

  test('connects, lights each light once it is observed, and counts the bytes', async () => {
    const { service, forward, reaches, states, status } = await compose([accountOf(sshd, [await forwardTo(mailPort)])], [sshd])
    await service.connect('work')
    expect(forward()).toMatchObject({ listener: { name: 'listening' }, lights: { ssh: 'down', mailServer: 'unknown' } })
    await reaches('connected')
    expect(forward().lights).toEqual({ ssh: 'up', forward: 'unknown', mailServer: 'unknown' })
    const socket = await dialled(forward().localPort)
    const [line] = (await once(socket, 'data')) as [Buffer]
    expect(line.toString()).toBe('+OK ready\r\n')
    expect(forward().lights).toEqual({ ssh: 'up', forward: 'allowed', mailServer: 'answers' })
    socket.write('12345')
    await once(socket, 'data')
    expect(forward().traffic).toMatchObject({ bytesIn: 16, bytesOut: 5, openConnections: 1, totalConnections: 1 })
    expect(status().traffic).toMatchObject({ bytesIn: 16, bytesOut: 5 })
    expect(forward().traffic.rateIn60s).toBe(Math.round(16 / 60))
    expect(states.map(({ name }) => name)).toEqual(['connecting', 'connected'])
  })

  test('shows that the mail server refuses', async () => {
    const { service, forward, reaches } = await compose([accountOf(sshd, [await forwardTo(await freePort())])], [sshd])
    await service.connect('work')
    await reaches('connected')
    await greeting(forward().localPort)
    expect(forward().lights).toEqual({ ssh: 'up', forward: 'allowed', mailServer: 'refused' })
  })

  test('serves its other ports while one is taken, names its program, and binds it once it is free', async () => {
    const [taken, free] = [await forwardTo(mailPort, 'taken'), await forwardTo(mailPort, 'free')]
    const script = `require('net').createServer().listen(${taken.bindPort}, '127.0.0.1', () => console.log('listening'))`
    const other = spawn(process.execPath, ['-e', script])
    closeAfter(() => other.kill('SIGKILL'))
    await once(other.stdout, 'data')
    const { service, forward, reaches } = await compose([accountOf(sshd, [taken, free])], [sshd])
    await service.connect('work')
    const holder = process.platform === 'linux' ? { name: 'node', pid: other.pid } : undefined
    expect(forward(0).listener).toEqual({
      name: 'failed',
      failure: { code: 'port-taken', port: taken.bindPort, program: holder },
    })
    await reaches('connected')
    expect(await greeting(free.bindPort)).toBe('+OK ready\r\n')
    other.kill('SIGKILL')
    await waitUntil(() => forward(0).listener.name === 'listening', { what: 'the port to be taken' })
    expect(await greeting(taken.bindPort)).toBe('+OK ready\r\n')
  })

  test('connects again after a drop, and serves a mail client that called in between', async () => {
    const { service, forward, reaches, states } = await compose([accountOf(sshd, [await forwardTo(mailPort)])], [sshd])
    await service.connect('work')
    await reaches('connected')
    const open = await dialled(forward().localPort)
    await once(open, 'data')
    sshd.dropConnections()
    await closed(open)
    expect(await greeting(forward().localPort)).toBe('+OK ready\r\n')
    expect(states.map(({ name }) => name)).toEqual(['connecting', 'connected', 'retrying', 'connecting', 'connected'])
    expect(states[2]).toMatchObject({ attempt: 1, failure: { code: 'connection-lost' } })
  })

  test('keeps its port while the server is away, and serves the waiting mail clients once it is back', async () => {
    const { service, forward, reaches, states } = await compose([accountOf(sshd, [await forwardTo(mailPort)])], [sshd])
    await service.connect('work')
    await reaches('connected')
    const waited: Promise<string>[] = []
    const restarted = sshd.restart()
    await reaches('retrying')
    expect(forward()).toMatchObject({ listener: { name: 'listening' }, lights: { ssh: 'down', forward: 'unknown' } })
    waited.push(greeting(forward().localPort), greeting(forward().localPort))
    await restarted
    expect(await Promise.all(waited)).toEqual(['+OK ready\r\n', '+OK ready\r\n'])
    const causes = states.flatMap((state) => (state.name === 'retrying' ? [state.failure.code] : []))
    expect(new Set(causes)).toEqual(
      new Set(causes.includes('connection-refused') ? ['connection-lost', 'connection-refused'] : ['connection-lost']),
    )
  })

  test('notices a frozen server, and connects again when it thaws', async () => {
    const { service, reaches, states } = await compose([accountOf(sshd, [await forwardTo(mailPort)])], [sshd])
    await service.connect('work')
    await reaches('connected')
    sshd.freeze()
    closeAfter(sshd.thaw)
    await waitUntil(() => states.some((state) => state.name === 'retrying' && state.failure.code === 'peer-silent'), {
      what: 'the silence to be noticed',
    })
    sshd.thaw()
    await reaches('connected')
  })

  test('leaves no port, no connection and no attempt after a disconnect', async () => {
    const { service, forward, reaches, states, names } = await compose([accountOf(sshd, [await forwardTo(mailPort)])], [sshd])
    await service.connect('work')
    await reaches('connected')
    const { localPort } = forward()
    const client = await dialled(localPort)
    const { accountId } = service.status()[0]!
    await once(client, 'data')
    await Promise.all([service.disconnect(accountId), closed(client)])
    expect(service.status()).toEqual([])
    expect(await greeting(localPort)).toBe('ECONNREFUSED')
    expect(states.at(-1)).toEqual({ name: 'stopped' })
    expect(names.filter((name) => name === 'ConnectionClosed')).toHaveLength(1)
    await service.connect('work')
    await reaches('connected')
  })

  test('can be disconnected during an attempt, and connected again at once', async () => {
    const { service, reaches } = await compose([accountOf(sshd, [await forwardTo(mailPort)])], [sshd])
    await service.connect('work')
    const { accountId } = service.status()[0]!
    void service.disconnect(accountId)
    await service.connect('work')
    await reaches('connected')
  })

  test('stops and asks when the host key has changed, resets its clients, and connects once the new key is known', async () => {
    const { service, forward, reaches, status, knowOnly } = await compose([accountOf(sshd, [await forwardTo(mailPort)])], [sshd])
    await service.connect('work')
    await reaches('connected')
    const [before] = sshd.hostKeys()
    await sshd.restart({ hostKeyTypes: ['ed25519'] })
    await reaches('blocked')
    const [now] = sshd.hostKeys()
    expect(status().state).toMatchObject({
      failure: { code: 'host-key-changed', fingerprint: now!.fingerprint, known: [before!.fingerprint] },
    })
    expect(await greeting(forward().localPort)).toBe('ECONNRESET')
    service.networkChanged()
    expect(status().state.name).toBe('blocked')
    knowOnly(sshd)
    service.retry(status().accountId)
    await reaches('connected')
    expect(await greeting(forward().localPort)).toBe('+OK ready\r\n')
  })

  test('uses a corrected account at the next attempt', async () => {
    const { service, reaches, status, accountService } = await compose(
      [accountOf(sshd, [], { user: 'nobody-of-that-name' })],
      [sshd],
    )
    await service.connect('work')
    await reaches('blocked')
    expect(status().state).toMatchObject({ failure: { code: 'login-refused', user: 'nobody-of-that-name' } })
    await accountService.edit('work', { user: sshd.user })
    service.retry(status().accountId)
    await reaches('connected')
  })

  test('tries at once when the network changes', async () => {
    const { service, reaches, states } = await compose([accountOf(sshd, [])], [sshd])
    await sshd.stop()
    await service.connect('work')
    await waitUntil(() => states.filter(({ name }) => name === 'retrying').length >= 2, { what: 'two failed attempts' })
    await reaches('retrying')
    const attempts = states.filter(({ name }) => name === 'connecting').length
    service.networkChanged()
    expect(states.filter(({ name }) => name === 'connecting')).toHaveLength(attempts + 1)
  })

  test('goes through the server of another account', async () => {
    const gateServer = await startSshd()
    closeAfter(gateServer.stop)
    const gate = accountOf(gateServer, [], { name: 'gate' })
    const account = accountOf(sshd, [await forwardTo(mailPort)], { jumpAccountId: gate.id })
    const { service, forward, reaches, states } = await compose([gate, account], [gateServer, sshd])
    await service.connect('work')
    await reaches('connected')
    expect(await greeting(forward().localPort)).toBe('+OK ready\r\n')
    await gateServer.stop()
    await waitUntil(() => states.some((state) => state.name === 'retrying' && state.failure.code === 'jump-host-failed'), {
      what: 'the jump host to be named',
    })
    expect(states.findLast(({ name }) => name === 'retrying')).toMatchObject({
      failure: { code: 'jump-host-failed', account: 'gate', cause: { code: 'connection-refused' } },
    })
  })
})

describeWith(['sshd', 'ssh-keygen', 'root', 'setpriv'], 'a program of another user', () => {
  test('is reset before a byte is served, and counted', async () => {
    const sshd = await startSshd()
    closeAfter(sshd.stop)
    const { service, forward, reaches, names } = await compose(
      [accountOf(sshd, [await forwardTo(await startMailServer())])],
      [sshd],
    )
    await service.connect('work')
    await reaches('connected')
    const script = `const s = require('net').connect(${forward().localPort}, '127.0.0.1')
      s.on('data', (data) => console.log('served ' + data)).on('error', ({ code }) => console.log(code))`
    const child = spawn(findProgram('setpriv') ?? '', ['--reuid', '65534', '--clear-groups', process.execPath, '-e', script])
    closeAfter(() => child.kill('SIGKILL'))
    const [said] = (await once(child.stdout, 'data')) as [Buffer]
    expect(said.toString().trim()).toBe('ECONNRESET')
    expect(forward().traffic).toMatchObject({ refusedConnections: 1, totalConnections: 0, bytesIn: 0 })
    expect(names).toContain('ConnectionRefused')
    expect(await greeting(forward().localPort)).toBe('+OK ready\r\n')
  })
})
