import type { Page } from '@playwright/test'
import axe from 'axe-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describeWith } from '../../main/testing/components.ts'
import { mailLabComponents } from '../../main/testing/mail-lab.ts'
import { closeBrowser, windowComponents } from './open-window.ts'
import { changeLooks, settle } from './screens/change-looks.ts'
import { startScreensHarness, type ScreensHarness } from './screens/screens-harness.ts'
import { scenes } from './screens/scenes.ts'
import { narrow, openStage, wide, type Looks, type Stage } from './screens/stage.ts'

// Every screen and state of the window, checked by axe, for errors of the browser's console, and for a horizontal scroll bar. A scene is
// played once, and each of its states is checked in every variant, since the play costs more than the checks.

const variants: readonly Looks[] = [
  { language: 'en', theme: 'light', size: narrow },
  { language: 'nl', theme: 'dark', size: wide },
]

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** The findings of axe, a line for each element. */
const violationsIn = async (page: Page): Promise<readonly string[]> => {
  // The source is half a megabyte, so a page gets it once.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source)
  return page.evaluate(async (tags) => {
    // react-aria keeps its announcements for 7 s in an invisible list, with a reference to a button that may be gone by then.
    const { violations } = await (window as unknown as { readonly axe: typeof axe }).axe.run(
      { exclude: [['[data-live-announcer]']] },
      // Every rule of these tags runs; only violations are reported.
      { runOnly: tags, resultTypes: ['violations'] },
    )
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary = '' }) => `${id}: ${html} ${failureSummary}`))
  }, rules)
}

// WCAG 2.2, 1.4.10: 320 px is a window of 1280 px at 400 %. The small window is 400 px, and the wide one at 200 % is 500 px.
const widths = [320, 400, 500] as const

/** The widths at which the page, or what lies over it, can be scrolled sideways. Leaves the page at the last one. */
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
  return found
}

/** What is wrong with the page in each variant. Leaves the page in `own`, in which its scene goes on. */
const faultsIn = async (page: Page, own: Looks): Promise<readonly string[]> => {
  const found: string[] = []
  for (const looks of variants) {
    await changeLooks(page, looks)
    const wrong = [...(await violationsIn(page)), ...(await scrolledSidewaysAt(page, looks))]
    found.push(...wrong.map((fault) => `in ${looks.language}, ${looks.theme}, ${looks.size.width} px wide: ${fault}`))
  }
  await changeLooks(page, own)
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

  // Each variant plays its share of the scenes, so that acts by a person are tried in both languages and sizes.
  describe.each(variants.map((own, turn) => ({ own, turn })))(
    'played in $own.language, $own.size.width px wide',
    ({ own, turn }) => {
      let stage: Stage
      beforeAll(() => {
        stage = openStage({ harness, ...own })
      })
      afterAll(() => stage.close())

      test.each(scenes.filter((_, index) => index % variants.length === turn))(
        'is accessible, without errors, and no wider than the window: $name',
        async (scene) => {
          const found: Record<string, readonly string[]> = {}
          await stage.play(scene, async (state, { page, complaints }) => {
            const wrong = [...(await faultsIn(page, own)), ...complaints()]
            if (wrong.length > 0) found[state] = wrong
          })
          expect(found).toEqual({})
        },
        180_000,
      )
    },
  )
})
