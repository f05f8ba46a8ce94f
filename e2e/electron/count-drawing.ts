import type { Page } from '@playwright/test'

interface Counts {
  frames: number
  draws: number
  /** The seconds that a timer of the page has counted. */
  seconds: number
}
declare const window: globalThis.Window & { counts?: Counts }

/** Makes the page count its frames, the changes of its content, and the seconds, from now on. */
export const countDrawing = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const counts: Counts = { frames: 0, draws: 0, seconds: 0 }
    window.counts = counts
    const frame = (): void => {
      counts.frames++
      requestAnimationFrame(frame)
    }
    requestAnimationFrame(frame)
    setInterval(() => counts.seconds++, 1000)
    new MutationObserver(() => counts.draws++).observe(document.body, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
    })
  })

export const countsOfDrawing = (page: Page): Promise<Counts> =>
  page.evaluate(() => window.counts ?? { frames: 0, draws: 0, seconds: 0 })
