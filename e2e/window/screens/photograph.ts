import type { Page } from '@playwright/test'
import type { WindowTheme } from '../open-window.ts'
import { settle } from './change-looks.ts'
import { narrow, wide, type WindowSize } from './stage.ts'

const themes: readonly WindowTheme[] = ['light', 'dark']

/** The height of a window that shows the whole page; a dialog over the page scrolls by itself. */
const heightOf = (page: Page): Promise<number> =>
  page.evaluate(() =>
    Math.max(
      ...[document.documentElement, ...document.querySelectorAll('.dialog-overlay')].map(({ scrollHeight }) => scrollHeight),
    ),
  )

/** Takes pictures of the page in both themes and both sizes, each in full height, and restores its theme and size. */
export const photograph = async (
  page: Page,
  fileOf: (looks: { readonly theme: WindowTheme; readonly size: WindowSize }) => string,
): Promise<void> => {
  for (const size of [wide, narrow]) {
    await page.setViewportSize(size)
    for (const theme of themes.toReversed()) {
      await page.emulateMedia({ colorScheme: theme })
      await settle(page, theme)
      const height = await heightOf(page)
      if (height > size.height) await page.setViewportSize({ ...size, height })
      await page.screenshot({ path: fileOf({ theme, size }) })
      if (height > size.height) await page.setViewportSize(size)
    }
  }
}
