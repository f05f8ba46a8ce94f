import { expect } from '../expect.ts'
import type { Scene } from './stage.ts'

/** The first two screens of the wizard: where the mail is, and whether it is really that server. */
export const setupServer: Scene = {
  name: 'wizard: the server',
  sharesWindow: true,
  play: async ({ open, show, harness }) => {
    const { t, page, button } = await open('none')
    const box = (name: string) => page.getByRole('textbox', { name, exact: true })
    const goOn = button(t('setup.continue'))
    await page.getByRole('link', { name: t('accounts.none.add') }).click()
    await expect(page.getByRole('heading', { level: 1, name: t('setup.server.title') })).toBeVisible()
    await expect(page.getByText(t('setup.server.looking'))).toBeHidden()
    await show('setup-server')
    await goOn.click()
    await expect(box(t('setup.server.mailAddress'))).toBeFocused()
    await show('setup-server-empty')

    await page.getByText(t('setup.server.way.paste')).click()
    const { port, user } = harness.lab.sshd
    await box(t('setup.server.given')).fill(`ssh -C -f ${user}@127.0.0.1 -p ${port} -L 11110:popserver:110 sleep 5`)
    await expect(page.getByText(t('setup.server.understood', { count: 1 }))).toBeVisible()
    await show('setup-pasted')
    await goOn.click()
    await box(t('setup.server.mailAddress')).fill('bob@example.org')
    await show('setup-taken')
    await button(t('setup.server.change')).click()
    await show('setup-server-fields')
    await goOn.click()

    await expect(page.getByRole('heading', { level: 1, name: t('setup.trust.title') })).toBeVisible()
    await expect(button(t('setup.trust.trust'))).toBeVisible()
    await button(t('setup.trust.ask')).click()
    await show('setup-trust')
    await box(t('hostTrust.compare')).fill('SHA256:eUXGGm1YGsMAS7vkcx6JOJdOGHPem5gQp4taiCfCLB8')
    await expect(button(t('setup.trust.trust'))).toBeHidden()
    await show('setup-trust-different')
    await page.getByRole('link', { name: t('setup.later') }).click()
    await expect(page.getByRole('link', { name: t('setup.unfinished.goOn'), exact: true })).toBeVisible()
    await show('setup-unfinished')
  },
}
