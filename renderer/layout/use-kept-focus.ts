import { useEffect } from 'react'

const focusable = 'a[href], button:not(:disabled), input:not(:disabled), summary, [tabindex="0"]'
const title = '.page-title'

interface Step {
  readonly element: Element
  /** The index of the child that leads on; -1 at the end. */
  readonly place: number
}

/** An element and all its ancestors, the innermost first. */
const wayTo = (element: Element): readonly Step[] => {
  const steps: Step[] = [{ element, place: -1 }]
  for (let child = element; child.parentElement !== null; child = child.parentElement)
    steps.push({ element: child.parentElement, place: [...child.parentElement.children].indexOf(child) })
  return steps
}

const isThere = (element: Element): boolean => element.isConnected && element.checkVisibility() && !element.matches(':disabled')

const firstIn = (element: Element): HTMLElement | undefined =>
  [element, ...element.querySelectorAll(focusable)].find(
    (one): one is HTMLElement => one instanceof HTMLElement && one.matches(focusable) && isThere(one),
  )

/** The element in the place of the one that is gone, or else the one before it; the title where only the page is left. */
const nearestTo = (way: readonly Step[]): HTMLElement | undefined => {
  for (const { element, place } of way) {
    if (!element.isConnected || element === document.body || element.querySelector(title) !== null) continue
    const children = [...element.children]
    for (const child of [...children.slice(place), ...children.slice(0, place).reverse()]) {
      const found = firstIn(child)
      if (found !== undefined) return found
    }
  }
  return undefined
}

const trailLength = 16

/**
 * Keeps the focus in the window. A browser drops it without a word where the element that has it is removed or disabled, as a button is
 * whose act is done, and Tab then begins at the top. It goes to what took the element's place; where all around it is gone too, such as
 * with a dialog, back to what had the focus before; and to the title of the page at last.
 */
export const useKeptFocus = (): void => {
  useEffect(() => {
    let way: readonly Step[] = []
    let trail: readonly Element[] = []
    let frame = 0
    const isLost = (): boolean => document.activeElement === document.body && document.hasFocus()

    const find = (): void => {
      const [last] = way
      if (last === undefined || !isLost()) return
      // A button that is disabled during its act gets the focus back afterwards.
      if (last.element.isConnected && !isThere(last.element)) return
      const to = isThere(last.element) ? last.element : (nearestTo(way) ?? trail.findLast(isThere) ?? document.querySelector(title))
      if (to instanceof HTMLElement) to.focus({ preventScroll: to.matches(title) })
    }
    // A dialog or a list that closes brings the focus back by itself, a frame later, and knows better where it was.
    const look = (): void => {
      if (way.length === 0 || !isLost()) return
      cancelAnimationFrame(frame)
      frame = requestAnimationFrame(() => {
        frame = requestAnimationFrame(find)
      })
    }
    const onFocus = ({ target }: FocusEvent): void => {
      if (!(target instanceof Element)) return
      way = wayTo(target)
      trail = [...trail.filter((element) => element !== target && element.isConnected), target].slice(-trailLength)
    }
    // A press on empty ground takes the focus away on purpose.
    const onPointer = (): void => {
      way = []
    }
    const observer = new MutationObserver(look)
    observer.observe(document.body, { subtree: true, childList: true, attributeFilter: ['disabled'] })
    addEventListener('focusin', onFocus)
    addEventListener('pointerdown', onPointer, true)
    return () => {
      cancelAnimationFrame(frame)
      observer.disconnect()
      removeEventListener('focusin', onFocus)
      removeEventListener('pointerdown', onPointer, true)
    }
  }, [])
}
