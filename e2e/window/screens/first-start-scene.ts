import { expect } from '../expect.ts'
import { narrow, type Scene } from './stage.ts'

const nobody = '/accounts/00000000-0000-4000-8000-000000000000'

/** A Postern that is new: nothing in it yet. */
export const firstStart: Scene = {
  name: 'first start',
  sharesWindow: true,
  play: async ({ open, show }) => {
    const { t, page, button, goTo } = await open('none')
    await expect(page.getByRole('heading', { level: 1, name: t('accounts.none.title') })).toBeVisible()
    await show('accounts-none')
    // A wide window has its places at the left, without a menu.
    await page.setViewportSize(narrow)
    await button(t('nav.menu')).click()
    await expect(page.getByRole('menuitem', { name: t('nav.about') })).toBeVisible()
    await show('menu')
    await page.keyboard.press('Escape')
    await goTo('/known-hosts', t('nav.knownHosts'))
    await expect(page.getByText(t('hostTrust.list.empty'))).toBeVisible()
    await show('known-hosts-none')
    await goTo('/keys', t('nav.keys'))
    await expect(page.getByText(t('keys.page.empty'))).toBeVisible()
    await show('keys-none')
    await goTo('/log', t('nav.log'))
    await expect(page.getByText(t('log.empty'))).toBeVisible()
    await show('log-none')
    await goTo(nobody, t('accounts.gone.title'))
    await show('account-unknown')
  },
}
