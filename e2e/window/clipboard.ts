import type { Page } from '@playwright/test'

/** Another page of the same browser: the window's own may write to the clipboard, and not read it. */
export const openReader = async (page: Page): Promise<Page> => {
  const reader = await page.context().newPage()
  await reader.route('**', (route) => route.fulfill({ contentType: 'text/html', body: '<title>reader</title>' }))
  await reader.goto('https://reader.test/')
  return reader
}
