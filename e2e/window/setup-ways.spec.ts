import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Locator } from '@playwright/test'
import { expect as see } from './expect.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { describeWith } from '../../main/testing/components.ts'
import { freePort } from '../../main/testing/free-port.ts'
import { environmentWithoutKeyring } from '../../main/testing/keyring.ts'
import { mailLabComponents, startMailLab, type MailLab } from '../../main/testing/mail-lab.ts'
import { startSshServer } from '../../main/testing/ssh-server.ts'
import { makeTestKey } from '../../main/testing/test-key.ts'
import { withoutEd25519 } from '../../main/testing/without-ed25519.ts'
import { windowComponents, type PosternWindow } from './open-window.ts'
import { personAt, type Person } from './person.ts'
import { setUpBy, type SetUp } from './set-up.ts'
import { windowHarness } from './window-harness.ts'

// Other choices in the wizard: without a key, back and forth, and with a server that is known, that changed, or that is old.

const ssh = { user: 'bob', password: 'bobs password at the server' }
const passphrase = 'correct horse battery staple gate'

describeWith([...mailLabComponents, ...windowComponents], 'a person with other choices in the wizard', () => {
  const harness = windowHarness()
  let lab: MailLab
  let window: PosternWindow
  let person: Person
  let wizard: SetUp

  beforeAll(async () => {
    lab = await startMailLab({ standardPorts: true, sshd: { users: [{ name: ssh.user, password: ssh.password }] } })
  })
  afterAll(() => lab.stop())
  beforeEach(() => writeFile(lab.sshd.authorizedKeysFile, ''))

  const open = async (at: MailLab = lab): Promise<Person> => {
    window = await harness.open({
      environment: { ...environmentWithoutKeyring(), HOME: harness.folder(), SSH_AUTH_SOCK: undefined },
    })
    person = personAt(window.page, 'en')
    wizard = setUpBy(person, { lab: at, ssh, account: 'Work', passphrase })
    await wizard.begin()
    return person
  }
  const field = (name: string): Locator => window.page.getByRole('main').getByRole('textbox', { name, exact: true })
  const says = (text: string): Promise<void> =>
    see(window.page.getByRole('main').getByText(text).first()).toBeVisible({ timeout: 30_000 })
  const choose = (name: string): Promise<void> => window.page.getByRole('radio', { name, exact: true }).check({ force: true })
  const isChosen = (name: string): Promise<void> => see(window.page.getByRole('radio', { name, exact: true })).toBeChecked()
  const knowsHost = async (lines: readonly string[]): Promise<string> => {
    const file = path.join(harness.folder(), '.ssh/known_hosts')
    await mkdir(path.dirname(file), { mode: 0o700 })
    await writeFile(file, `# of this person\n${lines.join('\n')}\n`)
    return file
  }

  test('has a password and nothing else: nothing is put on the server, and it connects', async () => {
    const { t, page } = await open()
    await wizard.typesServer()
    await wizard.trustsServer()
    await wizard.sees('key')
    await choose(t('setup.key.way.other'))
    await isChosen(t('setup.key.way.password'))
    await wizard.goesOn()
    await wizard.sees('mail')
    await wizard.typesSecret('password', ssh.password)
    await wizard.takesMailPorts()
    await wizard.sees('client')
    await wizard.button(t('setup.back')).click()
    await wizard.button(t('setup.back')).click()
    await wizard.sees('key')
    await wizard.goesOn()
    await wizard.goesOn()
    await wizard.button(t('setup.client.later')).click()
    await wizard.sees('done')
    await wizard.button(t('accounts.act.connect')).click()
    await says(t('setup.done.state.connected', { server: lab.sshd.host }))
    await wizard.button(t('setup.done.finish')).click()
    await person.seesState(t('state.connected'))
    expect(await readFile(lab.sshd.authorizedKeysFile, 'utf8')).toBe('')
    await see(page.getByRole('dialog')).toHaveCount(0)
    expect(window.complaints()).toEqual([])
  })

  test('goes back from every screen, and finds all typed and chosen values', async () => {
    const { t, page } = await open()
    const back = (): Promise<void> => wizard.button(t('setup.back')).click()
    const forth = async (button: string, to: Parameters<SetUp['sees']>[0]): Promise<void> => {
      await wizard.button(button).click()
      await wizard.sees(to)
    }
    await wizard.typesServer({ mailHost: 'popserver' })
    await wizard.sees('trust')
    await back()
    await wizard.sees('server')
    await see(field(t('setup.server.mailAddress'))).toHaveValue(lab.address)
    await wizard.button(t('setup.server.change')).click()
    await see(field(t('setup.server.host'))).toHaveValue(lab.sshd.host)
    await see(field(t('editor.user'))).toHaveValue(ssh.user)
    await see(field(t('editor.name'))).toHaveValue('Work')
    await see(field(t('editor.port'))).toHaveValue(String(lab.sshd.port))
    await see(field(t('setup.server.mailHost'))).toHaveValue('popserver')
    await forth(t('setup.continue'), 'trust')
    await wizard.trustsServer()

    await wizard.sees('key')
    await field(t('keys.name.label')).fill('laptop')
    await back()
    await wizard.sees('trust')
    await says(t('setup.trust.known.postern'))
    await forth(t('setup.continue'), 'key')
    await see(field(t('keys.name.label'))).toHaveValue('laptop')
    await wizard.makesKey()
    await wizard.sees('install')
    await choose(t('setup.install.way.by-hand'))
    await back()
    await wizard.sees('key-made')
    await says('laptop')
    await forth(t('setup.continue'), 'install')
    await isChosen(t('setup.install.way.by-hand'))
    await choose(t('setup.install.way.now'))
    await wizard.installsKey()

    await wizard.sees('mail')
    const imap = page
      .getByRole('listitem')
      .filter({ hasText: `${t('service.imap')} ` })
      .first()
    await see(imap.getByRole('checkbox')).toBeChecked({ timeout: 30_000 })
    await imap.getByRole('button', { name: t('setup.mail.change') }).click()
    const port = await freePort()
    await field(t('editor.localPort')).fill(String(port))
    await back()
    await wizard.sees('installed')
    await forth(t('setup.continue'), 'mail')
    await see(imap).toContainText(`127.0.0.1:${port}`)
    await see(imap.getByRole('checkbox')).toBeChecked()
    await forth(t('setup.continue'), 'client')
    await choose(t('guides.client.kmail'))
    await back()
    await wizard.sees('mail')
    await see(imap).toContainText(`127.0.0.1:${port}`)
    await forth(t('setup.continue'), 'client')
    await isChosen(t('guides.client.kmail'))
    await forth(t('setup.client.later'), 'done')
    await back()
    await wizard.sees('client')
    await isChosen(t('guides.client.kmail'))
    expect(window.complaints()).toEqual([])
  }, 180_000)

  describe('to a server', () => {
    test('in their own known hosts, sees that it is known and is asked nothing', async () => {
      const file = await knowsHost(lab.sshd.knownHostsLines())
      const { t } = await open()
      await wizard.typesServer()
      await wizard.sees('trust')
      await says(t('setup.trust.known.own', { file, line: 2 }))
      await says(lab.sshd.hostKeys()[0]!.fingerprint)
      await see(field(t('hostTrust.compare'))).toHaveCount(0)
      await wizard.goesOn()
      await wizard.sees('key')
      expect(window.complaints()).toEqual([])
    })

    test('with another key than the known one, cannot go on', async () => {
      await knowsHost([`[${lab.sshd.host}]:${lab.sshd.port} ${makeTestKey().publicKey}`])
      const { t, page } = await open()
      await wizard.typesServer()
      await wizard.sees('trust')
      await see(page.getByRole('alert')).toBeVisible({ timeout: 30_000 })
      await see(wizard.button(t('setup.trust.trust'))).toHaveCount(0)
      await see(wizard.button(t('setup.continue'))).toHaveCount(0)
      // The address of the next screen does not help either.
      await page.evaluate(() => {
        location.hash = '/setup/key'
      })
      await wizard.sees('trust')
      await wizard.button(t('accounts.step.host-key')).click()
      await see(page.getByRole('heading', { level: 1, name: t('hostTrust.changed.title') })).toBeVisible({ timeout: 30_000 })
      expect(window.complaints()).toEqual([])
    })

    test('that is old, is offered an RSA key by itself, and it logs in', async () => {
      const old = await startSshServer({
        users: [{ name: ssh.user }],
        onConnection: withoutEd25519,
        resolve: ({ port }) => ({ host: lab.host, port }),
      })
      harness.after(old.stop)
      const hostKeys = old.hostKeys.map((key) => ({ ...key, type: 'ssh-ed25519' }))
      const { t, page } = await open({ ...lab, sshd: { ...lab.sshd, port: old.port, hostKeys: () => hostKeys } })
      await wizard.typesServer()
      await wizard.trustsServer()
      await wizard.sees('key')
      await says(t('keys.make.old'))
      await isChosen(t('keys.type.rsa'))
      await wizard.makesKey()
      await wizard.sees('install')
      await choose(t('setup.install.way.by-hand'))
      const line = await page.locator('.keys-line').innerText()
      expect(line).toContain(' ssh-rsa ')
      old.authorize(ssh.user, line.slice(line.indexOf('ssh-rsa')))
      await wizard.button(t('setup.install.act.by-hand')).click()
      await wizard.typesSecret('passphrase', passphrase)
      await wizard.sees('installed')
      await wizard.goesOn()
      await wizard.takesMailPorts()
      await wizard.sees('client')
      expect(window.complaints()).toEqual([])
    }, 180_000)
  })
})
