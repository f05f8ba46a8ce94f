import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect } from '../expect.ts'
import type { Scene } from './stage.ts'

const name = 'laptop'

/** The keys that Postern keeps, and the acts on them. */
export const keys: Scene = {
  name: 'keys',
  play: async ({ open, show, after, harness }) => {
    const { sshd } = harness.lab
    const authorized = await readFile(sshd.authorizedKeysFile, 'utf8')
    after(() => writeFile(sshd.authorizedKeysFile, authorized))
    const { t, page, button, goTo } = await open('accounts', async (folder) => {
      await mkdir(path.join(folder, '.ssh'), { recursive: true })
      await copyFile(sshd.clientKeyFile, path.join(folder, '.ssh/id_ed25519'))
    })
    const main = page.getByRole('main')
    const dialog = page.getByRole('dialog')
    const cancel = (): Promise<void> => button(t('common.cancel')).click()

    await goTo('/keys', t('nav.keys'))
    await button(t('keys.public.saveOf', { name })).click()
    await expect(main.getByText(/\.pub$/)).toBeVisible()
    await show('keys')
    await button(t('keys.make.open')).click()
    await button(t('keys.make.act')).click()
    await expect(dialog.getByText(t('keys.passphrase.empty'))).toBeVisible()
    await show('keys-make')
    await cancel()
    await button(t('keys.bringIn.open')).click()
    await expect(dialog.getByText(/^SHA256:/)).toBeVisible()
    await show('keys-bring-in')
    await cancel()
    await button(t('keys.act.of.passphrase', { name })).click()
    await dialog.getByLabel(t('keys.passphrase.first'), { exact: true }).fill('correct horse battery staple')
    await expect(dialog.getByText(t('keys.strength.level.strong'), { exact: true })).toBeVisible({ timeout: 30_000 })
    await show('keys-change-passphrase')
    await cancel()
    await button(t('keys.act.of.retire', { name })).click()
    await expect(page.getByRole('alertdialog')).toBeVisible()
    await show('keys-retire')
    await cancel()
    await button(t('keys.act.of.install', { name })).click()
    await expect(dialog).toBeVisible()
    await show('keys-install')
    await button(t('keys.install.act')).click()
    for (const kind of ['password', 'passphrase'] as const) {
      const question = page.getByRole('dialog', { name: t(`prompts.title.${kind}`) })
      await question.getByLabel(t(`prompts.secret.field.${kind}`), { exact: true }).fill(harness[kind])
      await question.getByRole('button', { name: t('prompts.give') }).click()
    }
    // The key is unlocked, which is slow on purpose, and proven at the server.
    await expect(button(t('common.close'))).toBeVisible({ timeout: 30_000 })
    await show('keys-installed')
  },
}
