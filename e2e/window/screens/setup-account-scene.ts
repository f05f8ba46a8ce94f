import { copyFile, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect } from '../expect.ts'
import { setUpBy } from '../set-up.ts'
import type { ScreensHarness } from './screens-harness.ts'
import { startMailApp } from './mail-app.ts'
import type { Scene } from './stage.ts'

const newPassphrase = 'correct horse battery staple gate'

/** Writes OpenSSH's files of a person: an account for the lab, options that Postern leaves out, and a key that is not encrypted. */
const leaveOpenSsh = async (home: string, { lab: { sshd } }: ScreensHarness): Promise<void> => {
  const block = [
    ...['Host lab', `HostName ${sshd.host}`, `Port ${sshd.port}`, 'User bob', 'IdentityFile ~/.ssh/id_ed25519'],
    ...['LocalForward 11110 popserver:110', 'ProxyCommand /usr/bin/corkscrew', 'RemoteForward 8080 localhost:80'],
  ]
  await writeFile(path.join(home, '.ssh/config'), `${block.join('\n')}\n`)
  await copyFile(sshd.clientKeyFile, path.join(home, '.ssh/id_ed25519'))
  await copyFile(`${sshd.clientKeyFile}.pub`, path.join(home, '.ssh/id_ed25519.pub'))
}

/** The wizard from the log-in to its end: a key is made and installed on the server, mail ports are found, and a mail app connects. */
export const setupAccount: Scene = {
  name: 'wizard: key, mail and mail app',
  play: async ({ open, show, after, harness }) => {
    const { lab, password } = harness
    const authorized = await readFile(lab.sshd.authorizedKeysFile, 'utf8')
    after(() => writeFile(lab.sshd.authorizedKeysFile, authorized))
    const actor = await open('accounts', (folder) => leaveOpenSsh(folder, harness))
    const { t, page, ask, goTo } = actor
    const ssh = { user: 'bob', password }
    const wizard = setUpBy(actor, { lab, ssh, account: 'Lab', passphrase: newPassphrase })
    const { button, goesOn, sees } = wizard
    const main = page.getByRole('main')
    const choose = (name: string) => main.getByRole('radio', { name: new RegExp(`^${name}`) }).check({ force: true })

    await goTo('/setup', t('setup.server.title'))
    await expect(button(t('setup.server.useWhich', { name: 'lab' }))).toBeVisible()
    await show('setup-found')
    await choose(t('setup.server.way.type'))
    await wizard.typesServer()
    await wizard.trustsServer()

    await sees('key')
    await expect(main.getByText(t('keys.passphrase.noKeychain.absent'))).toBeVisible()
    await show('setup-key')
    await main.getByLabel(t('keys.passphrase.first'), { exact: true }).fill('bob')
    await expect(main.getByText(t('keys.strength.level.weak'), { exact: true })).toBeVisible({ timeout: 30_000 })
    await main.getByLabel(t('keys.passphrase.second'), { exact: true }).fill('bobby')
    await button(t('setup.key.make')).click()
    await expect(main.getByText(t('keys.passphrase.different'))).toBeVisible()
    await show('setup-key-weak')
    await choose(t('setup.key.way.existing'))
    await expect(main.getByText(/^SHA256:/)).toBeVisible()
    await show('setup-key-kept')
    await main.getByRole('button', { name: new RegExp(t('keys.source.label')) }).click()
    await page.getByRole('option', { name: /id_ed25519$/ }).click()
    await choose(t('setup.key.uses.in-place'))
    await expect(main.getByText(t('keys.source.openTitle'))).toBeVisible()
    await show('setup-key-file')
    await choose(t('setup.key.way.other'))
    await show('setup-key-other')
    await choose(t('setup.key.way.make'))
    await main.getByLabel(t('keys.passphrase.first'), { exact: true }).fill(newPassphrase)
    await main.getByLabel(t('keys.passphrase.second'), { exact: true }).fill(newPassphrase)
    await expect(main.getByText(t('keys.strength.level.strong'), { exact: true })).toBeVisible({ timeout: 30_000 })
    await button(t('setup.key.make')).click()
    await sees('key-made')
    await expect(main.getByText(t('keys.facts.encrypted.asked'))).toBeVisible()
    await show('setup-key-made')
    await goesOn()

    await sees('install')
    await show('setup-install')
    await choose(t('setup.install.way.by-hand'))
    await button(t('setup.install.save')).click()
    await expect(main.getByText(/\.pub$/)).toBeVisible()
    await show('setup-install-by-hand')
    await button(t('setup.install.act.by-hand')).click()
    await wizard.typesSecret('passphrase', newPassphrase)
    await expect(main.getByRole('alert')).toBeVisible({ timeout: 30_000 })
    await show('setup-install-refused')
    await choose(t('setup.install.way.now'))
    await button(t('setup.install.act.now')).click()
    await wizard.typesSecret('password', password)
    await sees('installed')
    await button(t('setup.install.lineThere')).click()
    await show('setup-install-proven')
    await goesOn()

    await sees('mail')
    await expect(button(t('setup.mail.askAgain'))).toBeVisible({ timeout: 30_000 })
    await show('setup-mail')
    await button(t('setup.mail.missing')).click()
    await main.getByRole('textbox', { name: t('setup.mail.otherHost') }).fill('popserver')
    await button(t('setup.mail.ask')).click()
    await expect(button(t('setup.mail.narrow.again'))).toBeVisible({ timeout: 30_000 })
    await show('setup-mail-beyond-key')
    await goesOn()

    await sees('client')
    await expect(page.getByText(t('guide.loading'))).toBeHidden()
    await expect(button(t('setup.client.connect'))).toBeVisible()
    await show('setup-client')
    await button(t('setup.client.connect')).click()
    await expect(main.getByRole('status').filter({ hasText: '127.0.0.1:' })).toBeVisible({ timeout: 30_000 })
    await show('setup-client-waiting')
    const forwards = (await ask('listAccounts', {})).find(({ name }) => name === 'Lab')!.forwards
    for (const { bindPort } of forwards.filter(({ enabled }) => enabled)) after(await startMailApp(bindPort))
    await expect(main.getByText(t('setup.client.bothWays'))).toBeVisible()
    await show('setup-client-called')
    await goesOn()
    await sees('done')
    await show('setup-done')
  },
}
