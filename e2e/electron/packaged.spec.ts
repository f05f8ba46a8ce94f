import { existsSync } from 'node:fs'
import { readdir, readFile, readlink } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { version } from '../../package.json'
import { describeWith } from '../../main/testing/components.ts'
import { freePorts } from '../../main/testing/free-port.ts'
import { mailLabComponents, startMailLab, type MailLab } from '../../main/testing/mail-lab.ts'
import { posternCommand, type PosternCommand } from '../../main/testing/postern-command.ts'
import { makeTemporaryFolder, type TemporaryFolder } from '../../main/testing/temporary-folder.ts'
import {
  carryMail,
  haveKeyOnServer,
  keyName,
  mailServices,
  passphrase,
  walkFirstJourney,
  type JourneyHarness,
} from '../window/first-journey.ts'
import { personAt } from '../window/person.ts'
import { attachToWindow, letsAttach } from './attach-to-window.ts'
import { packagePostern } from './package-postern.ts'
import { endStarted, startPostern } from './start-postern.ts'

// The packaged application in its installed form, with its fuses set: one executable, for the window and for the command.

const noSandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []

describeWith([...mailLabComponents, 'swaks', 'fetchmail'], 'the packaged Postern', () => {
  let lab: MailLab
  let output: TemporaryFolder
  let executablePath: string
  let harness: JourneyHarness
  let environment: NodeJS.ProcessEnv
  /** The command, run by the packaged executable. */
  let postern: PosternCommand

  beforeAll(async () => {
    output = await makeTemporaryFolder('packaged')
    const [packaged, started] = await Promise.all([packagePostern(output.path), startMailLab()])
    executablePath = packaged
    lab = started
  }, 240_000)
  afterAll(async () => {
    await lab.stop()
    await output.remove()
  })
  beforeEach(async () => {
    const folder = await makeTemporaryFolder('e2e-packaged', { shared: true })
    harness = { lab, folder: folder.path, local: await freePorts(...mailServices), undo: [folder.remove] }
    environment = { HOME: folder.path, SSH_AUTH_SOCK: undefined }
    postern = posternCommand(path.join(folder.path, 'data'), environment, [executablePath, ...noSandbox])
  })
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') {
      const log = path.join(postern.dataDir, 'logs/postern.log')
      console.log(existsSync(log) ? await readFile(log, 'utf8') : 'no log', lab.sshd.log())
    }
    await endStarted()
    for (const end of harness.undo.splice(0).reverse()) await end()
  })

  test('starts from its archive, serves a person from the first account to mail, and opens no window for a command', async () => {
    await haveKeyOnServer(postern, harness)
    const { child } = startPostern(postern.dataDir, {
      command: { executablePath, args: noSandbox },
      args: [letsAttach],
      env: environment,
    })
    const { browser, page } = await attachToWindow(postern.dataDir)
    expect(page.url()).toBe('app://postern/')
    const descriptors = `/proc/${child.pid}/fd`
    const opened = await Promise.all(
      (await readdir(descriptors)).map((name) => readlink(path.join(descriptors, name)).catch(() => '')),
    )
    expect(opened).toContain(path.join(path.dirname(executablePath), 'resources/app.asar'))

    await walkFirstJourney(personAt(page, 'en'), harness)

    expect(await postern.run(['account', 'list', '--json'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('"Work"') as string,
    })
    expect(browser.contexts().flatMap((context) => context.pages())).toEqual([page])
    await browser.close()
  }, 120_000)

  test('runs the command: prints its version, refuses an unknown command, and prints nothing else', async () => {
    expect(await postern.run(['--version'])).toMatchObject({ code: 0, stdout: `${version}\n` })
    expect(await postern.run(['--help'])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Usage: postern /) as string })
    expect(await postern.run(['statsu'])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('statsu') as string,
    })
    expect(JSON.parse((await postern.run(['account', 'list', '--json'])).stdout)).toEqual([])
    expect(await postern.run(['account', 'show', 'nobody'])).toMatchObject({ code: 2, stdout: '' })
  }, 60_000)

  test('runs no script, and allows no debugger in main', async () => {
    // Node would print a version of its own.
    const asNode = posternCommand(postern.dataDir, { ...environment, ELECTRON_RUN_AS_NODE: '1' }, [executablePath, ...noSandbox])
    expect(await asNode.run(['--version'])).toMatchObject({ code: 0, stdout: `${version}\n` })
    // Node would print the address of its debugger.
    const inspected = posternCommand(postern.dataDir, environment, [executablePath, ...noSandbox, '--inspect=0'])
    const { code, stdout, stderr } = await inspected.run(['account', 'list', '--json'])
    expect({ code, stdout }).toEqual({ code: 0, stdout: '[]\n' })
    expect(stderr).not.toContain('Debugger')
  }, 60_000)

  test('carries mail by the command, and by a tunnel in the background of its own executable', async () => {
    await haveKeyOnServer(postern, harness)
    const { host, port, user, hostKeys } = lab.sshd
    const forwards = mailServices.flatMap((service) => [
      '--forward',
      `${service}=${harness.local[service]}:localhost:${lab.ports[service]}`,
    ])
    await postern.must([
      ...['account', 'add', 'work', '--host', host, '--port', String(port), '--user', user, '--identity', keyName],
      ...['--trust', hostKeys()[0]!.fingerprint, ...forwards],
    ])
    const status = async (): Promise<unknown> => JSON.parse(await postern.must(['status', '--json']))

    const tunnel = await postern.up('work', { passphrase })
    harness.undo.push(() => tunnel.stop())
    const relays = await carryMail(harness, 'by the packaged command')
    expect(relays.pop3.counts().bytesIn).toBeGreaterThan(0)
    expect(await status()).toMatchObject([{ account: 'work', state: { name: 'connected' } }])
    expect(await tunnel.stop()).toBe(0)

    harness.undo.push(() => postern.run(['down', 'work']))
    // Into a file, because a pipe would stay open: the engine inherits a socket of Chromium's, so Chromium's helper processes of the
    // command live as long as the engine.
    const intoFile = ['/bin/sh', '-c', `exec "$0" "$@" >'${harness.folder}/up.txt' 2>&1`] as const
    const command = posternCommand(postern.dataDir, environment, [...intoFile, executablePath, ...noSandbox])
    await command.must(['up', 'work', '--linger', '300'], { passphrase })
    expect(await status()).toMatchObject([{ account: 'work', state: { name: 'connected' } }])
    await carryMail(harness, 'by a packaged engine')
    await postern.must(['down', 'work'])
    expect(await status()).toMatchObject([{ account: 'work', state: { name: 'stopped' }, pid: null }])
  }, 120_000)
})
