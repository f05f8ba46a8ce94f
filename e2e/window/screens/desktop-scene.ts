import { expect } from '../expect.ts'
import type { Failure } from '../../../contract/failure.ts'
import type { RequestAnswer } from '../../../contract/requests.ts'
import { pretend } from '../pretend.ts'
import type { Scene } from './stage.ts'

const inElectron = (hasTray: boolean): { readonly ok: true; readonly answer: RequestAnswer<'getDesktop'> } => ({
  ok: true,
  answer: { shell: 'electron', hasTray },
})

/** The window of the program on a desktop without a tray, with its notice. */
export const noTray: Scene = {
  name: 'a desktop without a tray',
  play: async ({ open, show }) => {
    const { t, page, button } = await open('accounts')
    await pretend(page, { outcomes: { getDesktop: inElectron(false) } })
    await expect(page.getByText(t('window.noTray.about'))).toBeVisible()
    await show('no-tray')
    await button(t('window.noTray.dismiss')).click()
    await expect(page.getByText(t('window.noTray.about'))).toBeHidden()
    await page.reload()
    await expect(page.getByRole('main').getByRole('link', { name: 'Notary' })).toBeVisible()
    await expect(page.getByText(t('window.noTray.about'))).toBeHidden()
  },
}

/** The settings of the program, with each state of the check for a newer version. */
export const updates: Scene = {
  name: 'notifications and new versions',
  sharesWindow: true,
  play: async ({ open, show }) => {
    const { t, page, button, goTo } = await open('none')
    const { tell } = await pretend(page, {
      outcomes: { getDesktop: inElectron(true), getUpdate: { ok: true, answer: { state: 'off' } } },
    })
    await goTo('/settings', t('nav.settings'))
    await expect(page.getByText(t('update.label'))).toBeVisible()
    await show('settings-updates-off')
    await page.getByText(t('update.label')).click()
    await expect(page.getByRole('switch', { name: t('update.label') })).toBeChecked()
    for (const state of ['checking', 'current', 'failed'] as const) {
      tell('UpdateChanged', { state })
      await expect(page.getByText(t(`update.state.${state}`))).toBeVisible()
      await show(`settings-updates-${state}`)
    }
    tell('UpdateChanged', { state: 'ready', version: '1.2.0' })
    await expect(button(t('update.restart'))).toBeVisible()
    await show('settings-updates-ready')
    await page.getByRole('button', { name: new RegExp(t('settings.notifications.label')) }).click()
    await expect(page.getByRole('option', { name: t('settings.notifications.none') })).toBeVisible()
    await show('settings-notifications')
  },
}

/** A server that ends connections which nobody uses: the tunnel is connected, and the person is advised. */
export const advice: Scene = {
  name: 'an advice about a connected account',
  play: async ({ open, show }) => {
    const { t, page, connect, goToAccount, seesState } = await open('accounts')
    const ended: Failure = { code: 'unused-connection-ended', host: 'mail.example.org', seconds: 60 }
    await pretend(page, { tunnel: (status) => (status.account === 'Work' ? { ...status, advice: ended } : status) })
    await goToAccount('Work')
    await connect()
    await seesState(t('state.connected'))
    await expect(page.getByRole('alert')).toBeVisible()
    await show('account-advice')
  },
}

/** A computer without a network: a notice without an alarm. */
export const offline: Scene = {
  name: 'a computer without a network',
  play: async ({ open, show, harness }) => {
    const { t, page, button, ask, goToAccount } = await open('accounts')
    // Without an answer Postern would retry; without a network it waits instead.
    const failure: Failure = { code: 'connection-lost', host: 'mail.example.org', reason: 'network-error', said: 'read ECONNRESET' }
    await pretend(page, {
      tunnel: (status) => (status.account === 'Choir' ? { ...status, state: { name: 'offline', failure } } : status),
    })
    const main = page.getByRole('main')
    await expect(main.getByRole('link', { name: 'Choir' })).toBeVisible()
    await ask('connect', { accountId: harness.accountIds.Choir })
    await expect(main.getByText(t('state.offline'), { exact: true })).toBeVisible()
    await show('accounts-offline')
    await goToAccount('Choir')
    await expect(main.getByText(t('accounts.offline.title'))).toBeVisible()
    await show('account-offline')
    await button(t('accounts.offline.before')).click()
    await expect(main.getByRole('link', { name: t('accounts.detailsOf', { account: 'Choir' }) })).toBeVisible()
    await show('account-offline-before')
  },
}
