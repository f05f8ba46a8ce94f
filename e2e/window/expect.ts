import { expect as playwrightExpect } from '@playwright/test'

/** Playwright's expect for what a page shows, which waits as long as a busy machine may take. */
export const expect = playwrightExpect.configure({ timeout: 20_000 })
