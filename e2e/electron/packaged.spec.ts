import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
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
  type Ground,
} from '../window/first-journey.ts'
import { personAt } from '../window/person.ts'
import { launchPostern, type LaunchedPostern } from './launch-postern.ts'
import { packagePostern } from './package-postern.ts'

// The packaged application as a person has it installed: one executable, for the window and for the command.

const noSandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []

describeWith([...mailLabComponents, 'swaks', 'fetchmail'], 'the packaged Postern', () => {
  let lab: MailLab
  let output: TemporaryFolder
  let executablePath: string
  let ground: Ground
  /** The command, taken by the packaged executable. */
  let postern: PosternCommand
  /** The command of the build: Electron 9's Node writes no key. */
  let built: PosternCommand
  let window: LaunchedPostern | undefined

  beforeAll(async () => {
    output = await makeTemporaryFolder('packaged')
    executablePath = await packagePostern(output.path)
    lab = await startMailLab()
  }, 240_000)
  afterAll(async () => {
    await lab.stop()
    await output.remove()
  })
  beforeEach(async () => {
    const folder = await makeTemporaryFolder('e2e-packaged', { shared: true })
    ground = { lab, folder: folder.path, local: await freePorts(...mailServices), undo: [folder.remove] }
    const environment = { HOME: folder.path, SSH_AUTH_SOCK: undefined }
    const dataDir = path.join(folder.path, 'data')
    postern = posternCommand(dataDir, environment, [executablePath, ...noSandbox])
    built = posternCommand(dataDir, environment)
  })
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') {
      const log = path.join(postern.dataDir, 'logs/postern.log')
      console.log(existsSync(log) ? await readFile(log, 'utf8') : 'no log', lab.sshd.log())
    }
    await window?.close()
    window = undefined
    for (const end of ground.undo.splice(0).reverse()) await end()
  })

  const openWindow = async (): Promise<LaunchedPostern> => {
    window = await launchPostern({ folder: ground.folder, command: { executablePath, args: noSandbox } })
    return window
  }

  test('starts from its archive, and is walked through from the first account to mail', async () => {
    await haveKeyOnServer(built, ground)
    const { app, page } = await openWindow()
    expect(await app.evaluate(({ app: ofMain }) => [ofMain.isPackaged, ofMain.getAppPath(), ofMain.getName()])).toEqual([
      true,
      path.join(path.dirname(executablePath), 'resources/app.asar'),
      'Postern',
    ])
    await walkFirstJourney(personAt(page, 'en'), ground)
  }, 120_000)

  test('takes the command: says what it is, refuses what it does not know, and prints nothing else', async () => {
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

  /** An account whose server is trusted and takes the key. */
  const addAccount = async (): Promise<void> => {
    await haveKeyOnServer(built, ground)
    const { host, port, user, hostKeys } = lab.sshd
    const forwards = mailServices.flatMap((service) => [
      '--forward',
      `${service}=${ground.local[service]}:localhost:${lab.ports[service]}`,
    ])
    await postern.must([
      ...['account', 'add', 'work', '--host', host, '--port', String(port), '--user', user, '--identity', keyName],
      ...['--trust', hostKeys()[0]!.fingerprint, ...forwards],
    ])
  }
  const status = async (): Promise<unknown> => JSON.parse(await postern.must(['status', '--json']))

  test('carries mail by the command, and ends in order on a signal', async () => {
    await addAccount()
    const tunnel = await postern.up('work', { passphrase })
    ground.undo.push(() => tunnel.stop())
    const relays = await carryMail(ground, 'by the packaged command')
    expect(relays.pop3.counts().bytesIn).toBeGreaterThan(0)
    expect(await status()).toMatchObject([{ account: 'work', state: { name: 'connected' } }])
    expect(await tunnel.stop()).toBe(0)
  }, 120_000)

  test('brings a tunnel up in the background by its own executable, which goes when it is taken down', async () => {
    await addAccount()
    ground.undo.push(() => postern.run(['down', 'work']))
    // Into a file: the engine inherits a socket of Chromium's, by which helpers of the command live on as long as it does, and with them a pipe.
    const intoFile = ['/bin/sh', '-c', `exec "$0" "$@" >'${ground.folder}/up.txt' 2>&1`] as const
    const environment = { HOME: ground.folder, SSH_AUTH_SOCK: undefined }
    const command = posternCommand(postern.dataDir, environment, [...intoFile, executablePath, ...noSandbox])
    await command.must(['up', 'work', '--linger', '300'], { passphrase })
    expect(await status()).toMatchObject([{ account: 'work', state: { name: 'connected' } }])
    await carryMail(ground, 'by a packaged engine')
    await postern.must(['down', 'work'])
    expect(await status()).toMatchObject([{ account: 'work', state: { name: 'stopped' }, pid: null }])
  }, 120_000)

  test('opens no window for a command, beside one that is open', async () => {
    const { app } = await openWindow()
    expect(await postern.run(['account', 'list', '--json'])).toMatchObject({ code: 0, stdout: '[]\n' })
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
  }, 60_000)
})
