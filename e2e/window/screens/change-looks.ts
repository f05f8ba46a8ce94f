import type { Page } from '@playwright/test'
import { localeOf, type WindowTheme } from '../open-window.ts'
import type { Looks } from './stage.ts'

/** Waits until the page has the theme and has drawn its last events. */
export const settle = (page: Page, theme: WindowTheme): Promise<unknown> =>
  page.waitForFunction(
    (wanted) =>
      document.documentElement.dataset['theme'] === wanted &&
      new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(true)))),
    theme,
  )

/** Changes language, theme and size of a page that stays loaded, like a person who changes them in the system. Its state is kept. */
export const changeLooks = async (page: Page, { language, theme, size }: Looks): Promise<void> => {
  await page.setViewportSize(size)
  await page.emulateMedia({ colorScheme: theme })
  await page.evaluate((locale) => {
    Object.defineProperty(navigator, 'language', { value: locale, configurable: true })
    window.dispatchEvent(new Event('languagechange'))
  }, localeOf(language))
  await page.waitForFunction((wanted) => document.documentElement.lang === wanted, language)
  await settle(page, theme)
}
