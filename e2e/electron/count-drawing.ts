import type { Page } from '@playwright/test'

interface Counts {
  frames: number
  draws: number
}
declare const window: globalThis.Window & { counts?: Counts }

/** Has the page count, from now on, its frames and the moments at which what it shows was changed. */
export const countDrawing = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const counts: Counts = { frames: 0, draws: 0 }
    window.counts = counts
    const frame = (): void => {
      counts.frames++
      requestAnimationFrame(frame)
    }
    requestAnimationFrame(frame)
    new MutationObserver(() => counts.draws++).observe(document.body, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
    })
  })

export const countsOfDrawing = (page: Page): Promise<Counts> => page.evaluate(() => window.counts ?? { frames: 0, draws: 0 })
