import { expect } from '../expect.ts'
import type { Scene } from './stage.ts'

export const traffic: Scene = {
  name: 'traffic history',
  sharesWindow: true,
  play: async ({ open, show, harness }) => {
    const { t, page, goTo } = await open('accounts')
    await goTo(`/accounts/${harness.accountIds.Home}/traffic`, t('traffic.history.title', { account: 'Home' }))
    await expect(page.getByText(t('traffic.history.none'))).toBeVisible()
    await show('traffic-none')
    await goTo(`/accounts/${harness.accountIds.Work}/traffic`, t('traffic.history.title', { account: 'Work' }))
    await expect(page.getByText(t('traffic.history.asTable'))).toBeVisible()
    await show('traffic-day')
    await page.getByRole('button', { name: new RegExp(t('traffic.history.span')) }).click()
    await page.getByRole('option', { name: t('traffic.history.spans.month') }).click()
    await page.getByText(t('traffic.history.asTable')).click()
    await expect(page.getByText(t('traffic.history.caption.day'))).toBeVisible()
    await show('traffic-month-and-table')
  },
}
