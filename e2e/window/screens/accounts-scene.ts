import { expect } from '../expect.ts'
import { startMailApp } from './mail-app.ts'
import type { Scene } from './stage.ts'

/** The list with a tunnel in each state, and the page of each of them. */
export const accounts: Scene = {
  name: 'accounts',
  play: async ({ open, show, after, harness }) => {
    const { t, page, button, ask, goTo, goToAccount, seesState } = await open('accounts')
    const main = page.getByRole('main')
    await expect(main.getByRole('link', { name: 'Notary' })).toBeVisible()
    await show('accounts-stopped')

    for (const name of ['Work', 'Club', 'Choir'] as const) await ask('connect', { accountId: harness.accountIds[name] })
    await expect(main.getByRole('link', { name: t('accounts.step.host-key') })).toBeVisible()
    await expect(main.getByRole('button', { name: t('accounts.actOf.retry', { account: 'Choir' }) })).toBeVisible()
    await seesState(t('state.connected'))
    const stopMailApp = await startMailApp(harness.local.imap)
    after(stopMailApp)
    await expect(main.getByText(/(kB|MB)\/s/).first()).toBeVisible()
    await show('accounts')

    await goToAccount('Work')
    await expect(main.getByText(t('accounts.light.mailServer.answers'))).toBeVisible()
    await show('account-connected')
    await button(t('accounts.test')).click()
    await expect(main.getByText(t('accounts.greeting')).first()).toBeVisible()
    await expect(main.getByRole('alert')).toBeVisible()
    // exim takes a log-in inside TLS alone.
    await expect(main.getByText(t('accounts.mailTlsOffer.title'))).toBeVisible()
    stopMailApp()
    await main.getByRole('button', { name: t('common.copyWhat', { what: t('accounts.server') }) }).click()
    await expect(main.getByText(t('common.copied')).first()).toBeVisible()
    await show('account-tested')

    for (const [name, state] of [
      ['Home', 'waiting'],
      ['Choir', 'retrying'],
      ['Club', 'blocked'],
      ['Archive', 'stopped'],
      ['Notary', 'without-ports'],
    ] as const) {
      await goToAccount(name)
      await show(`account-${state}`)
    }

    await goToAccount('Archive')
    await button(t('accounts.mailTlsOffer.leave')).click()
    await expect(main.getByText(t('accounts.mailTlsOffer.title'))).toBeHidden()
    await goToAccount('Work')
    await button(t('accounts.mailTlsOffer.use')).click()
    await expect(page.getByText(t('accounts.mailTlsOffer.used'))).toBeVisible()
    await expect(main.getByText(t('accounts.mailTlsOffer.title'))).toBeHidden()
    await show('account-encrypted')

    await goTo('/', t('nav.accounts'))
    await goToAccount('Home')
    await button(t('accounts.remove')).click()
    await expect(page.getByText(t('accounts.removed', { account: 'Home' }))).toBeVisible()
    await show('account-removed')
    await button(t('common.undo')).click()
    await expect(page.getByText(t('accounts.back', { account: 'Home' }))).toBeVisible()
    await show('account-restored')
  },
}
