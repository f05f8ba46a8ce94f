import { expect } from '@playwright/test'
import type { Scene } from './stage.ts'

export const traffic: Scene = {
  name: 'traffic history',
  play: async ({ open, show, house }) => {
    const { t, page, goTo } = await open('furnished')
    await goTo(`/accounts/${house.accountIds.Home}/traffic`, t('traffic.history.title', { account: 'Home' }))
    await expect(page.getByText(t('traffic.history.none'))).toBeVisible()
    await show('traffic-none')
    await goTo(`/accounts/${house.accountIds.Work}/traffic`, t('traffic.history.title', { account: 'Work' }))
    await expect(page.getByText(t('traffic.history.asTable'))).toBeVisible()
    await show('traffic-day')
    await page.getByRole('button', { name: new RegExp(t('traffic.history.span')) }).click()
    await page.getByRole('option', { name: t('traffic.history.spans.month') }).click()
    await page.getByText(t('traffic.history.asTable')).click()
    await expect(page.getByText(t('traffic.history.caption.day'))).toBeVisible()
    await show('traffic-month-and-table')
  },
}
