import { expect } from '../expect.ts'
import { makeTestKey } from '../../../main/testing/test-key.ts'
import type { Scene } from './stage.ts'

/** Host keys that changed, and those that are known. */
export const hostKeys: Scene = {
  name: 'host keys',
  play: async ({ open, show, harness }) => {
    const { t, page, button, connect, goTo, goToAccount } = await open('accounts')
    const main = page.getByRole('main')
    const compare = page.getByRole('textbox', { name: t('hostTrust.compare') })
    const look = page.getByRole('link', { name: t('accounts.step.host-key') })
    const changed = page.getByRole('heading', { level: 1, name: t('hostTrust.changed.title') })

    await goToAccount('Club')
    await connect()
    await look.click()
    await expect(changed).toBeVisible()
    await show('host-key-changed')
    await compare.fill(makeTestKey().fingerprint)
    await expect(main.getByText(t('hostTrust.different'))).toBeVisible()
    await show('host-key-changed-different')
    await compare.fill('aa:bb:cc:dd')
    await expect(main.getByText(t('hostTrust.unclear'))).toBeVisible()
    await show('host-key-changed-unclear')
    await compare.fill(harness.servers.club.hostKeys[0]!.fingerprint)
    await expect(main.getByText(t('hostTrust.same'))).toBeVisible()
    await show('host-key-changed-same')

    await goToAccount('Notary')
    await connect()
    await expect(main.getByRole('alert')).toBeVisible()
    await goTo(`/accounts/${harness.accountIds.Notary}/host-key`, t('hostTrust.changed.title'))
    await expect(main.getByText(t('hostTrust.changed.pinned'))).toBeVisible()
    await show('host-key-changed-pinned')
    await goTo(`/accounts/${harness.accountIds.Work}/host-key`, t('hostTrust.changed.title'))
    await expect(main.getByText(t('hostTrust.changed.none'))).toBeVisible()
    await show('host-key-not-changed')

    await goTo('/known-hosts', t('nav.knownHosts'))
    await expect(main.getByText(t('hostTrust.marker.revoked'))).toBeVisible()
    await show('known-hosts')
    await main.getByRole('button', { name: new RegExp(String(harness.servers.bank.port)) }).click()
    await expect(page.getByRole('alertdialog')).toBeVisible()
    await show('known-hosts-remove')
    await page
      .getByRole('alertdialog')
      .getByRole('button', { name: t('hostTrust.remove.act'), exact: true })
      .click()
    await expect(button(t('common.close'))).toBeVisible()
    await show('known-hosts-removed')
  },
}
