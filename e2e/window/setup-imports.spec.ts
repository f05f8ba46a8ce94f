import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Locator } from '@playwright/test'
import { expect as see } from './expect.ts'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { describeWith } from '../../main/testing/components.ts'
import { freePort } from '../../main/testing/free-port.ts'
import { environmentWithoutKeyring } from '../../main/testing/keyring.ts'
import { labMailHost, mailLabComponents, startMailLab, type MailLab } from '../../main/testing/mail-lab.ts'
import { filesWith, writtenForms } from '../../main/testing/process-secrets.ts'
import { mustRun } from '../../main/testing/run-program.ts'
import { waitUntil } from '../../main/testing/wait-until.ts'
import { takeByFetchmail } from '../mail-clients.ts'
import { windowComponents, type PosternWindow } from './open-window.ts'
import { personAt, type Person } from './person.ts'
import { placesWith } from './places-with.ts'
import { setUpBy, type SetUp } from './set-up.ts'
import { windowHarness } from './window-harness.ts'

// A person with an existing set-up: a line of the old recipe, a .fetchmailrc, or OpenSSH on the computer. The import is shown first, no
// command of it runs, and no secret of it or of the wizard is kept.

const ssh = { user: 'bob', password: 'canary-password-Nf2Wc7Qz' }
const passphrase = 'canary-passphrase-Gd5Yb9Xt'

const components = [...mailLabComponents, ...windowComponents, 'swaks', 'fetchmail']
describeWith(components, 'a person with an existing set-up', () => {
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

  const open = async (): Promise<void> => {
    window = await harness.open({
      environment: { ...environmentWithoutKeyring(), HOME: harness.folder(), SSH_AUTH_SOCK: undefined },
    })
    person = personAt(window.page, 'en')
    wizard = setUpBy(person, { lab, ssh, account: 'Work', passphrase })
    await wizard.begin()
  }
  const field = (name: string): Locator => window.page.getByRole('main').getByRole('textbox', { name, exact: true })
  const says = (text: string): Promise<void> =>
    see(window.page.getByRole('main').getByText(text).first()).toBeVisible({ timeout: 30_000 })
  const paste = async (text: string): Promise<void> => {
    const { page } = window
    await page.getByRole('radio', { name: person.t('setup.server.way.paste') }).check({ force: true })
    await field(person.t('setup.server.given')).fill(text)
    await says(person.t('setup.server.understood', { count: 1 }))
  }
  const use = (name: string): Promise<void> => wizard.button(person.t('setup.server.useWhich', { name })).click()
  const leftOut = (): Promise<readonly string[]> => window.page.locator('.imported-view-left-out li').allInnerTexts()

  /** Ends the window, and expects no secret in it, in Postern's output, or in any file. */
  const keepsNone = async (secrets: readonly string[]): Promise<void> => {
    expect(await placesWith(window.page, secrets)).toEqual([])
    expect(window.complaints()).toEqual([])
    await window.close()
    for (const form of secrets.flatMap(writtenForms)) expect(window.log()).not.toContain(form)
    expect(await filesWith(harness.folder(), secrets)).toEqual([])
    // The search finds a text that is there.
    const control = path.join(window.dataDir, 'control')
    await writeFile(control, `x${secrets[0]!}`)
    expect(await filesWith(harness.folder(), secrets)).toEqual([control])
  }

  test('pastes the line of the recipe, and gets mail from the mail host, with no secret kept', async () => {
    const [port, subject] = [await freePort(), 'by the old recipe']
    const toServer = ['--server', lab.host, '--port', String(lab.ports.smtp)]
    await mustRun('swaks', [...toServer, '--from', lab.address, '--to', lab.address, '--header', `Subject: ${subject}`])
    await waitUntil(async () => (await lab.mailbox()).some((message) => message.includes(subject)), {
      what: 'the message to arrive',
    })

    await open()
    const { page, t } = { ...person }
    await paste(`ssh -C -f ${ssh.user}@${lab.sshd.host} -p ${lab.sshd.port} -L ${port}:${labMailHost}:110 sleep 5`)
    await says(`POP3: 127.0.0.1:${port} → ${labMailHost}:110`)
    await says(t('editor.connectWhen.on-first-use'))
    expect(await leftOut()).toEqual([])
    await use(lab.sshd.host)
    await says(t('setup.server.takenAlong', { count: 1 }))
    await field(t('setup.server.mailAddress')).fill(lab.address)
    await wizard.goesOn()
    await wizard.trustsServer()
    await wizard.makesKey()
    await wizard.installsKey()

    await wizard.sees('mail')
    const row = page
      .getByRole('listitem')
      .filter({ hasText: t('service.pop3') })
      .filter({ hasText: labMailHost })
      .first()
    await see(row.getByRole('checkbox')).toBeChecked()
    await see(row).toContainText(`127.0.0.1:${port}`)
    await see(row).toContainText(t('setup.mail.encryptedBy', { how: 'STARTTLS' }), { timeout: 30_000 })
    await says(t('setup.mail.answered_other', { count: 14 }))
    // Only the ports of the old line, without one for sending.
    await page.getByRole('checkbox', { name: new RegExp(`^${t('service.submission')} `), checked: true }).uncheck({ force: true })
    await wizard.goesOn()
    await wizard.sees('client')
    const way = { port, user: lab.user, password: lab.password, folder: harness.folder() }
    // The lab's certificate is self-signed. The first call is refused, and the person is asked about it beside that.
    await takeByFetchmail(way).catch(() => undefined)
    await wizard.button(t('prompts.certificate.trust')).click()
    expect(await takeByFetchmail(way)).toContain(subject)
    // The system reports the program only during its call, and fetchmail is quick.
    const called = [
      t('setup.client.calledBy', { program: 'fetchmail', forward: 'POP3', port }),
      t('setup.client.called', { forward: 'POP3', port }),
    ]
    await see(
      page
        .getByRole('main')
        .getByRole('listitem')
        .filter({ hasText: new RegExp(called.join('|')) }),
    ).toBeVisible()
    await wizard.goesOn()
    await wizard.sees('done')
    await wizard.button(t('setup.done.finish')).click()
    await person.seesState(t('state.connected'))
    await keepsNone([passphrase, ssh.password])
  }, 180_000)

  test('pastes a .fetchmailrc, whose password is kept nowhere, and whose preconnect is never run', async () => {
    const secrets = ['canary-of-the-file-Zr4Lm8', 'canary-of-sshpass-Kp6Vd3']
    const canary = path.join(harness.folder(), 'was-run')
    const port = await freePort()
    const tunnel = `ssh -f ${ssh.user}@${lab.sshd.host} -p ${lab.sshd.port} -L ${port}:${labMailHost}:110 sleep 5`
    await open()
    const { page, t } = { ...person }
    await paste(`poll localhost proto POP3 port ${port} user "${lab.user}" password "${secrets[0]!}"
      preconnect "touch ${canary}; sshpass -p ${secrets[1]!} ${tunnel}"`)
    await says(`POP3: 127.0.0.1:${port} → ${labMailHost}:110`)
    const reasons = (await leftOut()).join('\n')
    expect(reasons).toContain(t('import.leftOut.secret'))
    expect(reasons).toContain(`preconnect touch ${canary}`)
    expect(reasons).toContain(t('import.leftOut.runs-a-program'))
    // Only the field with the pasted text contains them.
    expect(await placesWith(page, secrets)).toEqual(['fields'])
    await use(lab.sshd.host)
    expect(await placesWith(page, secrets)).toEqual([])
    await wizard.goesOn()
    await wizard.trustsServer()
    await wizard.sees('key')
    await page.getByRole('link', { name: t('setup.later') }).click()
    await page.getByRole('link', { name: lab.sshd.host }).first().click()
    await keepsNone(secrets)
    expect(await readFile(path.join(window.dataDir, 'settings.json'), 'utf8')).toContain(`touch ${canary}`)
    await expect(stat(canary)).rejects.toThrow('ENOENT')
  })

  test('has OpenSSH set up: it is found, its key is copied, and the copy logs in with a line that the administrator adds', async () => {
    const folder = path.join(harness.folder(), '.ssh')
    const keyFile = path.join(folder, 'work')
    await mkdir(folder, { mode: 0o700 })
    await mustRun('ssh-keygen', ['-q', '-t', 'ed25519', '-N', passphrase, '-C', 'work', '-f', keyFile])
    const block = ['Host work', `HostName ${lab.sshd.host}`, `Port ${lab.sshd.port}`, `User ${ssh.user}`, `IdentityFile ${keyFile}`]
    await writeFile(path.join(folder, 'config'), `${block.join('\n')}\n`)
    await open()
    const { page, t } = { ...person }
    await see(page.getByRole('radio', { name: t('setup.server.way.found') })).toBeChecked()
    await says(`${lab.sshd.host}:${lab.sshd.port}`)
    await use('work')
    await field(t('setup.server.mailAddress')).fill(lab.address)
    await wizard.goesOn()
    await wizard.trustsServer()

    await wizard.sees('key')
    await page.getByRole('radio', { name: t('setup.key.way.existing') }).check({ force: true })
    await says(keyFile)
    await wizard.button(t('setup.key.bringIn')).click()
    await see(field(t('keys.bringIn.current'))).toBeFocused()
    await field(t('keys.bringIn.current')).fill(passphrase)
    await wizard.button(t('setup.key.bringIn')).click()
    await says(t('keys.facts.encrypted.asked'))
    await wizard.goesOn()

    await wizard.sees('install')
    await page.getByRole('radio', { name: t('setup.install.way.by-hand') }).check({ force: true })
    // The line appears a little later than the button and pushes it down, so an early click would miss it.
    await see(page.locator('.keys-line')).toBeVisible()
    const prove = wizard.button(t('setup.install.act.by-hand'))
    await prove.click()
    await person.typePassphrase(passphrase)
    // The key is unlocked, but the server does not accept it.
    await see(page.getByRole('alert')).toBeVisible({ timeout: 30_000 })
    const line = await page.locator('.keys-line').innerText()
    expect(line).toContain((await readFile(`${keyFile}.pub`, 'utf8')).split(' ')[1])
    await writeFile(lab.sshd.authorizedKeysFile, `${line}\n`)
    await prove.click()
    await wizard.sees('installed')
    await wizard.goesOn()
    await wizard.sees('mail')
    await keepsNone([passphrase, ssh.password])
  })
})
