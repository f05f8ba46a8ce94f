import { once } from 'node:events'
import type { Locator } from '@playwright/test'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { describeWith } from '../../main/testing/components.ts'
import { startSshd, type Sshd } from '../../main/testing/sshd.ts'
import { makeTemporaryFolder, type TemporaryFolder } from '../../main/testing/temporary-folder.ts'
import { waitUntil } from '../../main/testing/wait-until.ts'
import { createTranslate } from '../../words/translate.ts'
import { personAt } from '../window/person.ts'
import { desktopComponents, press, shownDialogs, takePicture } from './desktop.ts'
import { launchPostern, type LaunchedPostern } from './launch-postern.ts'
import { addWorkAccount } from './work-account.ts'

const t = createTranslate('en')
const soon = { timeout: 10_000, interval: 100 }

describeWith(['root', 'sshd', 'ssh-keygen', ...desktopComponents], 'a changed form', () => {
  let sshd: Sshd
  let folder: TemporaryFolder
  let postern: LaunchedPostern

  beforeAll(async () => {
    sshd = await startSshd()
  })
  afterAll(() => sshd.stop())
  beforeEach(async () => {
    folder = await makeTemporaryFolder('e2e-closing')
    await addWorkAccount(sshd, folder.path)
    postern = await launchPostern({ folder: folder.path })
  })
  afterEach(async () => {
    await postern.close()
    await folder.remove()
  })

  const nameField = (): Locator => postern.page.getByRole('textbox', { name: t('editor.name') })
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
  const isVisible = (): Promise<boolean> =>
    postern.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.isVisible())
  const seesDialog = () => expect.poll(shownDialogs, soon).toHaveLength(1)
  const seesNoDialog = () => expect.poll(shownDialogs, soon).toEqual([])
  const quit = (): Promise<void> => postern.app.evaluate(({ app }) => app.quit())
  const endedInOrder = (): Promise<void> =>
    // sshd logs this for a client that sent SSH_MSG_DISCONNECT (RFC 4253 11.1), and not for a client that was just gone.
    waitUntil(() => /Received disconnect from .*:11:/.test(sshd.log()), { what: 'the tunnel to be ended in order' })

  test('is kept when the window is closed, and is asked about before quitting discards it', async () => {
    await openAccount()
    await connect()
    await changeAccount()
    await closeWindow()
    await expect.poll(isVisible).toBe(false)

    await quit()
    await expect.poll(isVisible).toBe(true)
    await seesDialog()
    await takePicture('quit-form')
    // Enter means to stay.
    await press('Return')
    await seesNoDialog()
    expect(await nameField().inputValue()).toBe('Office')

    const ended = once(postern.app.process(), 'exit')
    await quit()
    await seesDialog()
    await press('Tab', 'Return')
    await ended
    await endedInOrder()
  }, 120_000)
})
