import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect as see } from './expect.ts'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { describeWith } from '../../main/testing/components.ts'
import { freePorts } from '../../main/testing/free-port.ts'
import { mailLabComponents, startMailLab, type MailLab } from '../../main/testing/mail-lab.ts'
import { posternCommand, type PosternCommand } from '../../main/testing/postern-command.ts'
import { makeTemporaryFolder, type TemporaryFolder } from '../../main/testing/temporary-folder.ts'
import { haveKeyOnServer, mailServices, walkFirstJourney, type LocalPorts } from './first-journey.ts'
import { closeBrowser, openWindow, windowComponents, type PosternWindow } from './open-window.ts'
import { personAt, type Person } from './person.ts'

// Journeys of a person through the window, in a real browser, with a real sshd and real mail servers behind it, in both languages.

describeWith([...mailLabComponents, ...windowComponents, 'swaks', 'fetchmail'], 'a person at the window', () => {
  let lab: MailLab
  let folder: TemporaryFolder
  let postern: PosternCommand
  let window: PosternWindow
  let local: LocalPorts
  const undo: (() => Promise<unknown>)[] = []

  beforeAll(async () => {
    lab = await startMailLab()
  })
  afterAll(async () => {
    await closeBrowser()
    await lab.stop()
  })
  beforeEach(async () => {
    folder = await makeTemporaryFolder('e2e-window', { shared: true })
    undo.push(folder.remove)
    local = await freePorts(...mailServices)
    postern = posternCommand(path.join(folder.path, 'data'), { HOME: folder.path, SSH_AUTH_SOCK: undefined })
  })
  afterEach(async ({ task }) => {
    // A picture of the screen after a failure.
    if (task.result?.state === 'fail') {
      await window.page.screenshot({ path: `out/e2e/${task.name}.png`, fullPage: true })
      console.log(await readFile(path.join(window.dataDir, 'logs/postern.log'), 'utf8'), lab.sshd.log())
    }
    for (const end of undo.splice(0).reverse()) await end()
  })

  const open = async (language: 'en' | 'nl'): Promise<Person> => {
    window = await openWindow({ folder: folder.path, language })
    undo.push(() => window.close())
    return personAt(window.page, language)
  }

  /** An account that logs in by an unencrypted key of the person's own, made before the window opens. */
  const haveAccount = (...more: readonly string[]): Promise<string> => {
    const server = [
      '--host',
      lab.sshd.host,
      '--port',
      String(lab.sshd.port),
      '--user',
      lab.sshd.user,
      '--key',
      lab.sshd.clientKeyFile,
    ]
    const forwards = mailServices.flatMap((service) => [
      '--forward',
      `${service}=${local[service]}:localhost:${lab.ports[service]}`,
    ])
    return postern.must(['account', 'add', 'Work', ...server, ...forwards, ...more])
  }

  describe.each(['en', 'nl'] as const)('in %s', (language) => {
    test('adds an account, trusts its server, types the passphrase, and sees the traffic of their mail', async () => {
      const ground = { lab, folder: folder.path, local, undo }
      await haveKeyOnServer(postern, ground)
      await walkFirstJourney(await open(language), ground)
      expect(window.complaints()).toEqual([])
    })

    test('sees a lost tunnel retry, and connect again', async () => {
      await haveAccount('--trust', lab.sshd.hostKeys()[0]!.fingerprint)
      const person = await open(language)
      const { t, page } = person
      await page.getByRole('main').getByRole('link', { name: 'Work' }).click()
      await person.connect()
      await person.seesState(t('state.connected'))
      lab.sshd.kill()
      await person.seesState(t('state.retrying'))
      await lab.sshd.restart()
      await person.seesState(t('state.connected'))
      expect(window.complaints()).toEqual([])
    })

    test('is stopped by a changed host key, and goes on with the fingerprint from the administrator', async () => {
      await haveAccount()
      const person = await open(language)
      const { t, page } = person
      const [before] = lab.sshd.hostKeys()
      await page.getByRole('main').getByRole('link', { name: 'Work' }).click()
      await person.connect()
      await person.trustHostKey(before!.fingerprint)
      await person.seesState(t('state.connected'))
      await lab.sshd.restart({ hostKeyTypes: ['ed25519'] })
      const [after] = lab.sshd.hostKeys()

      await page.getByRole('link', { name: t('accounts.step.host-key') }).click()
      await see(page.getByRole('heading', { level: 1, name: t('hostTrust.changed.title') })).toBeVisible()
      const main = page.getByRole('main')
      await see(main.getByText(before!.fingerprint)).toBeVisible()
      await see(main.getByText(after!.fingerprint)).toBeVisible()
      const replace = main.getByRole('button', { name: t('hostTrust.changed.replace') })
      await see(replace).toBeDisabled()
      const given = main.getByRole('textbox', { name: t('hostTrust.compare') })
      await given.fill(before!.fingerprint)
      await see(main.getByText(t('hostTrust.different'))).toBeVisible()
      await see(replace).toBeDisabled()
      await given.fill(after!.fingerprint)
      await replace.click()
      await see(page.getByRole('heading', { level: 1, name: 'Work' })).toBeVisible()
      await person.seesState(t('state.connected'))
      expect(window.complaints()).toEqual([])
    })

    test('renames an account, removes it, and undoes that', async () => {
      await haveAccount('--trust', lab.sshd.hostKeys()[0]!.fingerprint)
      const person = await open(language)
      const { t, page } = person
      await page.getByRole('main').getByRole('link', { name: 'Work' }).click()
      await page.getByRole('link', { name: t('accounts.edit'), exact: true }).click()
      await page.getByRole('textbox', { name: t('editor.name') }).fill('Office')
      await page.getByRole('button', { name: t('editor.save.save'), exact: true }).click()
      await see(page.getByRole('heading', { level: 1, name: 'Office' })).toBeVisible()
      const names = async (): Promise<readonly string[]> =>
        (JSON.parse(await postern.must(['account', 'list', '--json'])) as { name: string }[]).map(({ name }) => name)
      expect(await names()).toEqual(['Office'])

      await page.getByRole('button', { name: t('accounts.remove') }).click()
      await see(page.getByText(t('accounts.removed', { account: 'Office' }))).toBeVisible()
      expect(await names()).toEqual([])
      await page.getByRole('button', { name: t('common.undo') }).click()
      await see(page.getByText(t('accounts.back', { account: 'Office' }))).toBeVisible()
      expect(await names()).toEqual(['Office'])
      expect(window.complaints()).toEqual([])
    })
  })
})
