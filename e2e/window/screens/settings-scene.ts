import { expect } from '../expect.ts'
import type { Scene } from './stage.ts'

export const settings: Scene = {
  name: 'settings and about',
  sharesWindow: true,
  play: async ({ open, show }) => {
    const { t, page, goTo } = await open('none')
    await goTo('/settings', t('nav.settings'))
    await show('settings')

    const timeout = page.getByRole('textbox', { name: t('settings.connectTimeoutSeconds.label') })
    await timeout.fill('0')
    await timeout.press('Enter')
    await expect(timeout).toHaveAttribute('aria-invalid', 'true')
    await show('settings-out-of-bounds')
    await timeout.fill('30')
    await timeout.press('Enter')
    await expect(page.getByText(t('settings.saved'), { exact: true })).toBeVisible()
    await show('settings-saved')
    await page.getByRole('button', { name: new RegExp(t('settings.theme.label')) }).click()
    await expect(page.getByRole('option', { name: t('settings.theme.dark') })).toBeVisible()
    await show('settings-choices')
    await page.keyboard.press('Escape')

    await goTo('/about', t('nav.about'))
    const licence = page.getByRole('button', { name: /^zod / })
    await expect(licence).toBeVisible()
    await show('about')
    await licence.click()
    await expect(licence).toHaveAttribute('aria-expanded', 'true')
    await show('about-licence')
  },
}
