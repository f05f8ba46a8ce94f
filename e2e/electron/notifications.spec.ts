import { once } from 'node:events'
import { expect as see } from '../window/expect.ts'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { TunnelState } from '../../contract/tunnel-state.ts'
import { describeWith } from '../../main/testing/components.ts'
import { posternCommand } from '../../main/testing/postern-command.ts'
import { startSshd, type Sshd } from '../../main/testing/sshd.ts'
import { makeTemporaryFolder, type TemporaryFolder } from '../../main/testing/temporary-folder.ts'
import { waitUntil } from '../../main/testing/wait-until.ts'
import { createTranslate } from '../../words/translate.ts'
import { personAt } from '../window/person.ts'
import { launchPostern, type LaunchedPostern } from './launch-postern.ts'
import { addWorkAccount } from './work-account.ts'

// Postern's notifications, in a real Electron with a real tunnel. The test watches the calls that show notifications, because the desktop
// itself decides about them, and simulates the person's click and the OS's resume event.

declare global {
  var shownBadges: number[]
  var shownNotifications: { readonly title: string; readonly body: string; readonly emit: (event: string) => void }[]
}

const t = createTranslate('en')

describeWith(['root', 'sshd', 'ssh-keygen'], 'Postern whose window is closed', () => {
  let sshd: Sshd
  let folder: TemporaryFolder
  let postern: LaunchedPostern

  beforeAll(async () => {
    sshd = await startSshd()
  })
  afterAll(() => sshd.stop())
  beforeEach(async () => {
    folder = await makeTemporaryFolder('e2e-notifications')
    await addWorkAccount(sshd, folder.path)
    postern = await launchPostern({ folder: folder.path })
    await postern.app.evaluate(({ Notification }) => {
      globalThis.shownNotifications = []
      const show = Notification.prototype.show
      Notification.prototype.show = function (this: Electron.Notification) {
        globalThis.shownNotifications.push(this)
        show.call(this)
      }
    })
  })
  afterEach(async () => {
    await postern.close()
    await folder.remove()
  })

  const hideWindow = (): Promise<void> => postern.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.hide())
  const shown = (): Promise<readonly string[]> =>
    postern.app.evaluate(() => globalThis.shownNotifications.map(({ title, body }) => `${title} | ${body}`))
  const clickLast = (): Promise<void> => postern.app.evaluate(() => globalThis.shownNotifications.at(-1)!.emit('click'))
  const wakeUp = (): Promise<void> => postern.app.evaluate(({ powerMonitor }) => void powerMonitor.emit('resume'))
  const state = async (): Promise<TunnelState | undefined> => {
    const outcome = await postern.page.evaluate(() => window.postern.listTunnels())
    return outcome.ok ? outcome.answer[0]?.state : undefined
  }

  const connect = async (): Promise<void> => {
    await postern.page.getByRole('main').getByRole('link', { name: 'Work' }).click()
    await personAt(postern.page, 'en').connect()
    await personAt(postern.page, 'en').seesState(t('state.connected'))
  }

  test('notifies of a lost tunnel, opens its account, retries when the machine wakes up, and notifies when it is back', async () => {
    await connect()
    await postern.page.evaluate(() => {
      location.hash = '/settings'
    })
    await hideWindow()
    expect(await shown()).toEqual([])

    sshd.kill()
    await expect
      .poll(shown, { timeout: 40_000 })
      .toEqual(['Work: connection lost | The server cannot be reached. Postern keeps trying.'])

    await clickLast()
    expect(await postern.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.isVisible())).toBe(true)
    await see(postern.page.getByRole('heading', { name: 'Work' })).toBeVisible()
    await hideWindow()

    // The delay of each attempt from now on is a thousand times its ceiling, longer than this test may take: only the wake-up can cut it short.
    await postern.app.evaluate(() => {
      Math.random = () => 1000
    })
    const { attempt } = (await state()) as Extract<TunnelState, { name: 'retrying' | 'connecting' }>
    const waitsLong = async (): Promise<boolean> => {
      const now = await state()
      return now?.name === 'retrying' && now.attempt > attempt
    }
    await waitUntil(waitsLong, { what: 'the long wait for the next attempt', timeoutMs: 120_000 })
    await sshd.restart()
    await wakeUp()
    await waitUntil(async () => (await state())?.name === 'connected', { what: 'the tunnel to be up again' })
    await expect.poll(shown).toContain('Work: connected again | Your mail goes through the tunnel as before.')
    expect(await shown()).toHaveLength(2)
  }, 240_000)

  test('notifies of a question and of a blocked account, and marks its icon until the person has acted', async () => {
    const { app, dataDir, page } = postern
    await app.evaluate(({ app: application }) => {
      globalThis.shownBadges = []
      application.setBadgeCount = (count = 0) => globalThis.shownBadges.push(count) > 0
    })
    const badge = (): Promise<number | undefined> => app.evaluate(() => globalThis.shownBadges.at(-1))
    await hideWindow()
    await posternCommand(dataDir, { HOME: folder.path, SSH_AUTH_SOCK: undefined }).must([
      ...['account', 'edit', 'Work', '--user', 'nobody-of-that-name'],
    ])
    await page.evaluate(async () => {
      const outcome = await window.postern.listAccounts()
      if (outcome.ok) await window.postern.connect({ accountId: outcome.answer[0]!.id })
    })
    await expect.poll(shown, { timeout: 40_000 }).toEqual(['Work needs you | Work needs your password.'])
    expect(await badge()).toBe(1)

    await page.evaluate(async () => {
      const outcome = await window.postern.listQuestions()
      if (outcome.ok) await window.postern.answerQuestion({ questionId: outcome.answer[0]!.id, answer: { kind: 'declined' } })
    })
    await expect.poll(shown, { timeout: 40_000 }).toHaveLength(2)
    expect((await shown())[1]).toBe('Work needs you | The log-in did not work.')
    expect(await badge()).toBe(1)

    await page.evaluate(async () => {
      const outcome = await window.postern.listAccounts()
      if (outcome.ok) await window.postern.disconnect({ accountId: outcome.answer[0]!.id })
    })
    await expect.poll(badge).toBe(0)
  }, 120_000)

  test('disconnects its tunnel in order when the machine shuts down, without a question', async () => {
    await connect()
    // A changed form would lead to a question before the window closes.
    await postern.page.getByRole('link', { name: t('accounts.edit'), exact: true }).click()
    await postern.page.getByRole('textbox', { name: t('editor.name') }).fill('Office')
    const ended = once(postern.app.process(), 'exit')
    const lines = sshd.log().length
    await postern.app.evaluate(({ powerMonitor }) => {
      // Later, because afterwards no process can answer this call.
      setImmediate(() => powerMonitor.emit('shutdown', { preventDefault: () => undefined }))
    })
    await ended
    await waitUntil(() => /Received disconnect from .*:11:/.test(sshd.log().slice(lines)), {
      what: 'the tunnel to be ended in order',
    })
  }, 120_000)
})
