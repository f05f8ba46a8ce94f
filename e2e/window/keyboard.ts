import type { Page } from '@playwright/test'
import { expect } from './expect.ts'

type Role = Parameters<Page['getByRole']>[0]

/** A person who has no mouse: every act is a key. */
export interface Keyboard {
  readonly press: (...keys: readonly string[]) => Promise<void>
  readonly type: (text: string) => Promise<void>
  /** Presses Tab until the element with that role and name has the focus. Each element in between must show that it has the focus. */
  readonly tabTo: (role: Role, name: string | RegExp, key?: 'Tab' | 'Shift+Tab') => Promise<void>
  /** Goes through an open menu or list of choices by the arrow key. */
  readonly arrowTo: (role: 'menuitem' | 'option', name: string | RegExp) => Promise<void>
  /** Goes to a field, and replaces its text. */
  readonly fill: (name: string | RegExp, text: string, role?: Role) => Promise<void>
  /** Goes to a choice that opens a list, and chooses the option. */
  readonly choose: (field: RegExp, option: string | RegExp) => Promise<void>
  /** The element has the focus, or gets it shortly. */
  readonly isAt: (role: Role, name: string | RegExp) => Promise<void>
  /** Any element has the focus. */
  readonly isSomewhere: () => Promise<void>
}

// More than the focusable elements of any page.
const mostTabs = 80

/** The name of the focused element, and the fault in how it shows the focus; undefined if no element has the focus. */
const focusOf = (page: Page): Promise<{ readonly name: string; readonly wrong: string | undefined } | undefined> =>
  page.evaluate(() => {
    const element = document.activeElement
    if (!(element instanceof HTMLElement) || element === document.body) return undefined
    // A title or a dialog with the focus shows where the person is; it is no control.
    const isStop = !element.matches('h1, main, [role=dialog], [role=alertdialog]')
    const name = `<${element.tagName.toLowerCase()}> ${element.getAttribute('aria-label') ?? element.innerText.slice(0, 40)}`
    // For an invisible input, such as a switch's, the label around it shows the focus.
    const shown = element.closest<HTMLElement>('label') ?? element
    const isRing = (one: Element, part?: string): boolean => {
      const { outlineStyle, outlineWidth, outlineColor, boxShadow } = getComputedStyle(one, part)
      const isOutline = outlineStyle !== 'none' && parseFloat(outlineWidth) > 0 && !/, 0\)$|transparent/.test(outlineColor)
      return isOutline || boxShadow !== 'none'
    }
    const parts = shown === element ? [shown] : [shown, ...shown.querySelectorAll('*')].filter((one) => one.clientWidth > 1)
    if (!isStop) return { name, wrong: undefined }
    if (!parts.some((one) => isRing(one) || isRing(one, '::after'))) return { name, wrong: 'does not show that it has the focus' }
    // A browser scrolls to the focused element. Later content above may have pushed it out of the window, which is no fault, since the next
    // key or a scroll shows it again. Content over it is a fault.
    shown.scrollIntoView({ block: 'nearest' })
    // WCAG 2.4.11: the focused element is not wholly hidden by other content, such as a bar at the foot of the window.
    const { left, right, top, bottom } = shown.getBoundingClientRect()
    const points = [0.1, 0.5, 0.9].flatMap((x) =>
      [0.1, 0.5, 0.9].map((y) => document.elementFromPoint(left + x * (right - left), top + y * (bottom - top))),
    )
    const isHit = points.some((hit) => hit !== null && (shown.contains(hit) || hit.contains(shown)) && hit !== document.body)
    return { name, wrong: isHit ? undefined : 'has the focus, and cannot be seen' }
  })

export const keyboardAt = (page: Page): Keyboard => {
  const has = (role: Role, name: string | RegExp): Promise<boolean> =>
    page
      .getByRole(role, typeof name === 'string' ? { name, exact: true } : { name })
      .evaluateAll((elements) => elements.includes(document.activeElement as HTMLElement))

  const press = async (...keys: readonly string[]): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key)
  }
  const type = (text: string): Promise<void> => page.keyboard.type(text)
  const goTo = async (key: string, role: Role, name: string | RegExp): Promise<void> => {
    const passed: string[] = []
    for (let count = 0; count < mostTabs; count++) {
      if (await has(role, name)) return
      await press(key)
      const focus = await focusOf(page)
      passed.push(focus?.name ?? 'nothing')
      // After the last element the focus goes to the browser's own bar, outside the page.
      if (focus?.wrong !== undefined) throw new Error(`${focus.name} ${focus.wrong}`)
    }
    throw new Error(`${key} does not lead to the ${role} ${String(name)}, but to: ${passed.join(', ')}`)
  }
  const isAt: Keyboard['isAt'] = (role, name) =>
    expect.poll(() => has(role, name), { message: `the ${role} ${String(name)} has the focus` }).toBe(true)
  const arrowTo: Keyboard['arrowTo'] = async (role, name) => {
    await expect(page.getByRole(role).first()).toBeVisible()
    await goTo('ArrowDown', role, name)
  }

  return {
    press,
    type,
    isAt,
    arrowTo,
    tabTo: (role, name, key = 'Tab') => goTo(key, role, name),
    fill: async (name, text, role = 'textbox') => {
      await goTo('Tab', role, name)
      await press('ControlOrMeta+a')
      await type(text)
    },
    choose: async (field, option) => {
      await goTo('Tab', 'button', field)
      await press('Enter')
      await arrowTo('option', option)
      await press('Enter')
      await isAt('button', field)
    },
    isSomewhere: () => expect.poll(async () => (await focusOf(page))?.name, { message: 'something has the focus' }).toBeDefined(),
  }
}
