import { once } from 'node:events'
import { connect } from 'node:net'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { describeWith } from '../../main/testing/components.ts'
import { freePorts } from '../../main/testing/free-port.ts'
import { mailLabComponents, startMailLab, type MailLab } from '../../main/testing/mail-lab.ts'
import { posternCommand } from '../../main/testing/postern-command.ts'
import { makeTemporaryFolder } from '../../main/testing/temporary-folder.ts'
import { createTranslate } from '../../words/translate.ts'
import { carryMail, mailServices, seesMailCounted, type JourneyHarness } from '../window/first-journey.ts'
import { personAt } from '../window/person.ts'
import { attachToWindow, letsAttach } from './attach-to-window.ts'
import { countDrawing, countsOfDrawing } from './count-drawing.ts'
import {
  clickIcon,
  desktopComponents,
  press,
  regionOfWindow,
  seenState,
  shownDialogs,
  shownMenus,
  shownWindows,
  takePicture,
} from './desktop.ts'
import { endStarted, startPostern, type StartedPostern } from './start-postern.ts'

// The icon in a real tray, clicked by a real pointer, with results that are read from the desktop alone.

const soon = { timeout: 15_000, interval: 100 }

describeWith([...mailLabComponents, 'swaks', 'fetchmail', ...desktopComponents], 'a person at the tray', () => {
  let lab: MailLab
  let harness: JourneyHarness
  let dataDir: string

  beforeAll(async () => {
    lab = await startMailLab()
  })
  afterAll(() => lab.stop())
  beforeEach(async () => {
    const folder = await makeTemporaryFolder('e2e-tray', { shared: true })
    dataDir = path.join(folder.path, 'data')
    harness = { lab, folder: folder.path, local: await freePorts(...mailServices), undo: [folder.remove] }
    const { host, port, user, clientKeyFile, hostKeys } = lab.sshd
    const forwards = mailServices.flatMap((service) => [
      '--forward',
      `${service}=${harness.local[service]}:localhost:${lab.ports[service]}`,
    ])
    await posternCommand(dataDir, { HOME: folder.path, SSH_AUTH_SOCK: undefined }).must([
      ...['account', 'add', 'Work', '--host', host, '--port', String(port), '--user', user],
      ...['--key', clientKeyFile, '--trust', hostKeys()[0]!.fingerprint, ...forwards],
    ])
  })
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await takePicture(`failed-${task.name}`)
    await endStarted()
    for (const end of harness.undo.splice(0).reverse()) await end()
  })

  const start = (...after: readonly string[]): StartedPostern => startPostern(dataDir, { after, env: { HOME: harness.folder } })
  const seesState = (state: Awaited<ReturnType<typeof seenState>>) => expect.poll(seenState, soon).toBe(state)
  const seesWindow = () => expect.poll(shownWindows, soon).toHaveLength(1)
  const seesNoWindow = () => expect.poll(shownWindows, soon).toEqual([])

  /** Opens the menu and moves to an entry by these keys, from above or from below; the keys skip separators. */
  const pick = async (...keys: readonly string[]): Promise<void> => {
    await clickIcon('right')
    await expect.poll(shownMenus, soon).toHaveLength(1)
    await takePicture(`menu-${keys.join('-')}`)
    await press(...keys, 'Return')
    await expect.poll(shownMenus, soon).toEqual([])
  }

  test('connects the account from the menu, reads mail through it, disconnects and quits', async () => {
    const { ended } = start('--hidden')
    await seesState('idle')
    await takePicture('idle')
    expect(await shownWindows()).toEqual([])

    await pick('Down', 'Down')
    await seesState('connected')
    await takePicture('connected')
    await carryMail(harness, 'by the tray')
    expect(await shownWindows()).toEqual([])

    await pick('Down', 'Down')
    await seesState('idle')

    await pick('Up')
    expect(await ended).toBe(0)
    await seesState(undefined)
  }, 120_000)

  test('shows the window beside the icon by a click, and hides it by another', async () => {
    start('--hidden')
    await seesState('idle')
    await clickIcon('left')
    await seesWindow()
    await takePicture('window')
    const { x, y, width, height } = (await regionOfWindow())!
    expect(x).toBeGreaterThan(1280 / 2)
    expect(x + width).toBeLessThanOrEqual(1280)
    expect(y + height).toBeLessThanOrEqual(900)
    expect(y + height).toBeGreaterThan(900 - 60)
    await clickIcon('left')
    await seesNoWindow()
  }, 60_000)

  test('causes no drawing while the window is hidden, and a full one when it is shown again', async () => {
    startPostern(dataDir, { args: [letsAttach], env: { HOME: harness.folder } })
    const { browser, page } = await attachToWindow(dataDir)
    const person = personAt(page, 'en')
    await page.getByRole('main').getByRole('link', { name: 'Work' }).click()
    await person.connect()
    await person.seesState(createTranslate('en')('state.connected'))
    await clickIcon('left')
    await expect.poll(() => page.evaluate(() => document.visibilityState)).toBe('hidden')

    await countDrawing(page)
    const relays = await carryMail(harness, 'out of sight')
    // As many changes as a counter of seconds on the page would make.
    await expect.poll(async () => (await countsOfDrawing(page)).seconds, soon).toBeGreaterThanOrEqual(2)
    expect(await countsOfDrawing(page)).toMatchObject({ frames: 0, draws: 0 })

    await clickIcon('left')
    await seesMailCounted(person, relays)
    const { frames, draws } = await countsOfDrawing(page)
    expect(frames).toBeGreaterThan(0)
    expect(draws).toBeGreaterThan(0)
    await browser.close()
  }, 60_000)

  test('keeps it running when the window is closed, and a second start shows it again', async () => {
    const { child } = start()
    await seesWindow()
    await press('alt+F4')
    await seesNoWindow()
    await seesState('idle')
    expect(child.exitCode).toBeNull()

    expect(await start('--hidden').ended).toBe(0)
    expect(await shownWindows()).toEqual([])
    expect(await start().ended).toBe(0)
    await seesWindow()
  }, 60_000)

  test('asks before quitting cuts mail off, and stays where the person only presses Enter', async () => {
    const { child, ended } = start('--hidden')
    await seesState('idle')
    await pick('Down', 'Down')
    await seesState('connected')
    const mail = connect(harness.local.pop3, '127.0.0.1')
    // Quitting resets it.
    mail.on('error', () => undefined)
    // The greeting has arrived, so the connection is open up to the mail server.
    await once(mail, 'data')

    await pick('Up')
    await expect.poll(shownDialogs, soon).toHaveLength(1)
    await takePicture('quit-mail')
    await press('Return')
    await expect.poll(shownDialogs, soon).toEqual([])
    expect(child.exitCode).toBeNull()
    await seesState('connected')

    await pick('Up')
    await expect.poll(shownDialogs, soon).toHaveLength(1)
    await press('Tab', 'Return')
    expect(await ended).toBe(0)
    mail.destroy()
  }, 60_000)

  test('sees by the icon that an account waits for an answer, and opens the window for its question', async () => {
    await posternCommand(dataDir, { HOME: harness.folder, SSH_AUTH_SOCK: undefined }).must([
      ...['account', 'edit', 'Work', '--user', 'nobody-of-this-name'],
    ])
    start('--hidden')
    await seesState('idle')
    await pick('Down', 'Down')
    await seesState('trouble')
    await seesWindow()
    await takePicture('trouble')
  }, 60_000)
})
