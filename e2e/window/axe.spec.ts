import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describeWith } from '../../main/testing/components.ts'
import { mailLabComponents } from '../../main/testing/mail-lab.ts'
import { closeBrowser, windowComponents } from './open-window.ts'
import { startScreensHarness, type ScreensHarness } from './screens/screens-harness.ts'
import { settle } from './screens/photograph.ts'
import { scenes } from './screens/scenes.ts'
import { narrow, openStage, wide, type Looks, type Stage } from './screens/stage.ts'

// Every screen and state of the window, checked by axe, for errors of the browser's console, and for a horizontal scroll bar.

const variants: readonly Looks[] = [
  { language: 'en', theme: 'light', size: narrow },
  { language: 'nl', theme: 'dark', size: wide },
]

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** The findings of axe, a line for each element. */
const violationsIn = async (page: Page): Promise<readonly string[]> => {
  // In legacy mode axe opens no page of its own, so this page stays visible. Legacy mode leaves out frames, and this page has none.
  // react-aria keeps its announcements for 7 s in an invisible list, with a reference to a button that may be gone by then.
  const builder = new AxeBuilder({ page })
    // Every rule runs; only violations are reported.
    .options({ resultTypes: ['violations'] })
    .withTags(rules)
    .exclude('[data-live-announcer]')
    .setLegacyMode()
  const { violations } = await builder.analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary = '' }) => `${id}: ${html} ${failureSummary}`))
}

// WCAG 2.2, 1.4.10: 320 px is a window of 1280 px at 400 %. The small window is 400 px, and the wide one at 200 % is 500 px.
const widths = [320, 400, 500] as const

/** The widths at which the page, or what lies over it, can be scrolled sideways. */
const scrolledSidewaysAt = async (page: Page, { size, theme }: Looks): Promise<readonly string[]> => {
  const found: string[] = []
  for (const width of widths) {
    await page.setViewportSize({ width, height: size.height })
    await settle(page, theme)
    const most = await page.evaluate(() =>
      Math.max(
        ...[document.documentElement, ...document.querySelectorAll('[class$="-overlay"]')].map(
          ({ scrollWidth, clientWidth }) => scrollWidth - clientWidth,
        ),
      ),
    )
    if (most > 0) found.push(`scrolls sideways by ${most} px at ${width} px`)
  }
  await page.setViewportSize(size)
  await settle(page, theme)
  return found
}

describeWith([...mailLabComponents, ...windowComponents], 'every screen and state of the window', () => {
  let harness: ScreensHarness

  beforeAll(async () => {
    harness = await startScreensHarness()
  })
  afterAll(async () => {
    await closeBrowser()
    await harness.stop()
  })

  describe.each(variants)('in $language, $theme, $size.width px wide', (looks) => {
    let stage: Stage
    beforeAll(() => {
      stage = openStage({ harness, ...looks })
    })
    afterAll(() => stage.close())

    test.each(scenes)(
      'is accessible, without errors, and no wider than the window: $name',
      async (scene) => {
        const found: Record<string, readonly string[]> = {}
        await stage.play(scene, async (state, { page, complaints }) => {
          await settle(page, looks.theme)
          const wrong = [...(await violationsIn(page)), ...(await scrolledSidewaysAt(page, looks)), ...complaints()]
          if (wrong.length > 0) found[state] = wrong
        })
        expect(found).toEqual({})
      },
      180_000,
    )
  })
})
