import { once } from 'node:events'
import path from 'node:path'
import { expect as see, type Locator } from '@playwright/test'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { describeWith } from '../../main/testing/components.ts'
import { freePort } from '../../main/testing/free-port.ts'
import { posternCommand } from '../../main/testing/postern-command.ts'
import { startSshd, type Sshd } from '../../main/testing/sshd.ts'
import { makeTemporaryFolder, type TemporaryFolder } from '../../main/testing/temporary-folder.ts'
import { waitUntil } from '../../main/testing/wait-until.ts'
import { createTranslate } from '../../words/translate.ts'
import { personAt } from '../window/person.ts'
import { launchPostern, type LaunchedPostern } from './launch-postern.ts'

const t = createTranslate('en')

describeWith(['root', 'sshd', 'ssh-keygen'], 'closing the window with a changed form', () => {
  let sshd: Sshd
  let folder: TemporaryFolder
  let postern: LaunchedPostern

  beforeAll(async () => {
    sshd = await startSshd()
  })
  afterAll(() => sshd.stop())
  beforeEach(async () => {
    folder = await makeTemporaryFolder('e2e-closing')
    const [{ fingerprint } = { fingerprint: '' }] = sshd.hostKeys()
    await posternCommand(path.join(folder.path, 'data'), { HOME: folder.path, SSH_AUTH_SOCK: undefined }).must([
      ...['account', 'add', 'Work', '--host', sshd.host, '--port', String(sshd.port), '--user', sshd.user],
      ...['--key', sshd.clientKeyFile, '--trust', fingerprint, '--forward', `pop3=${await freePort()}:localhost:110`],
    ])
    postern = await launchPostern({ folder: folder.path })
  })
  afterEach(async () => {
    await postern.close()
    await folder.remove()
  })

  const nameField = (): Locator => postern.page.getByRole('textbox', { name: t('editor.name') })
  const question = (): Locator => postern.page.getByRole('alertdialog', { name: t('editor.leave.title') })

  const openAccount = (): Promise<void> => postern.page.getByRole('main').getByRole('link', { name: 'Work' }).click()
  const connect = async (): Promise<void> => {
    const person = personAt(postern.page, 'en')
    await person.connect()
    await person.seesState(t('state.connected'))
  }
  const changeAccount = async (): Promise<void> => {
    const { page } = postern
    await page.getByRole('link', { name: t('accounts.edit'), exact: true }).click()
    await nameField().click()
    await nameField().fill('Office')
  }
  const closeWindow = (): Promise<void> => postern.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.close())
  const endedInOrder = (): Promise<void> =>
    // What sshd says of a client that told it, and not of one that was just gone (SSH_MSG_DISCONNECT, RFC 4253 11.1).
    waitUntil(() => /Received disconnect from .*:11:/.test(sshd.log()), { what: 'the tunnel to be ended in order' })

  test('asks, stays where the person keeps editing, and goes with its tunnels where they leave', async () => {
    await openAccount()
    await connect()
    await changeAccount()
    await closeWindow()
    await question()
      .getByRole('button', { name: t('editor.leave.stay') })
      .click()
    await see(question()).toBeHidden()
    expect(await nameField().inputValue()).toBe('Office')

    await closeWindow()
    const ended = once(postern.app.process(), 'exit')
    await question()
      .getByRole('button', { name: t('editor.leave.leave') })
      .click()
    await ended
    await endedInOrder()
  }, 120_000)
})
