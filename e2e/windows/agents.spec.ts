import { mkdir } from 'node:fs/promises'
import { connect, createServer, type AddressInfo, type Server } from 'node:net'
import { once } from 'node:events'
import path from 'node:path'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { describeWith } from '../../main/testing/components.ts'
import { mustRun } from '../../main/testing/run-program.ts'
import { startSshd, type Sshd } from '../../main/testing/sshd.ts'
import { startProcess, type StartedProcess } from '../../main/testing/started-process.ts'
import { makeTemporaryFolder, type TemporaryFolder } from '../../main/testing/temporary-folder.ts'
import { posternOnWindows } from './postern-on-windows.ts'

// Log-in by an agent on a named pipe. The agent is a real ssh-agent of this machine, which Windows reaches through a port.

const pipe = (name: string): string => `\\\\.\\pipe\\${name}`

describeWith(['root', 'sshd', 'ssh-keygen', 'openssl', 'unshare', 'ssh-agent', 'ssh-add'], 'an agent on Windows', () => {
  let sshd: Sshd
  let folder: TemporaryFolder
  let agent: StartedProcess
  let lent: Server

  beforeAll(async () => {
    ;[sshd, folder] = await Promise.all([startSshd(), makeTemporaryFolder('windows-agent')])
    const socket = path.join(folder.path, 'agent')
    const env = { ...process.env, SSH_AUTH_SOCK: socket }
    agent = await startProcess({
      program: 'ssh-agent',
      args: ['-D', '-a', socket],
      logFile: path.join(folder.path, 'agent.log'),
      ready: (log) => log.includes('SSH_AUTH_SOCK'),
    })
    await mustRun('ssh-add', [sshd.clientKeyFile], { env })
    lent = createServer((asker) => {
      const inside = connect(socket)
      asker.pipe(inside).pipe(asker)
      for (const one of [asker, inside]) one.on('error', () => [asker, inside].forEach((each) => each.destroy()))
    }).listen(0, '127.0.0.1')
    await once(lent, 'listening')
  })
  afterAll(async () => {
    lent.close()
    await Promise.all([agent.stop(), sshd.stop()])
    await folder.remove()
  })

  test.each([
    ['OpenSSH', 'openssh-ssh-agent', {}],
    // Postern finds Pageant's pipe in the list of pipes, which Wine does not have. So the test names the pipe, which PuTTY's documentation
    // advises for other programs.
    ['Pageant', 'pageant.bob.0123abcd', { SSH_AUTH_SOCK: pipe('pageant.bob.0123abcd') }],
  ])('of %s logs in', async (name, pipeName, env) => {
    const home = path.join(folder.path, name)
    await mkdir(path.join(home, 'AppData/Roaming'), { recursive: true })
    const postern = posternOnWindows({ copy: inject('windowsCopy'), home, logs: path.join(folder.path, 'logs'), env })
    const server = [
      '--host',
      sshd.host,
      '--port',
      String(sshd.port),
      '--user',
      sshd.user,
      '--trust',
      sshd.hostKeys()[0]!.fingerprint,
    ]
    await postern.must('account', 'add', 'work', ...server, '--auth', 'agent', '--forward', `25111:localhost:${sshd.port}`)
    const without = await postern.run('check', 'work')
    expect(without.code).not.toBe(0)
    const { port } = lent.address() as AddressInfo
    const serving = await postern.startScript('serving', 'e2e/windows/agent-pipe.mjs', pipe(pipeName), String(port))
    try {
      expect(await postern.must('check', 'work')).toContain('SSH-2.0')
      expect(sshd.log()).toContain('Accepted publickey')
    } finally {
      await serving.stop('SIGKILL')
    }
  })
})
