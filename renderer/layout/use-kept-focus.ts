import { useEffect } from 'react'

const focusable = 'a[href], button:not(:disabled), input:not(:disabled), summary, [tabindex="0"]'
const title = '.page-title'

interface Step {
  readonly element: Element
  /** The index of the child on the path; -1 for the innermost element. */
  readonly place: number
}

/** An element and all its ancestors, the innermost first. */
const pathTo = (element: Element): readonly Step[] => {
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

/** The element that took the place of the removed one, or else the one before it; undefined if only the page around its title is left. */
const nearestTo = (path: readonly Step[]): HTMLElement | undefined => {
  for (const { element, place } of path) {
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
 * Keeps the focus in the window. If the focused element is removed or disabled, such as a button after its act, the browser drops the
 * focus, and Tab begins at the top. This hook moves the focus to the element in the same place; if everything around is gone too, such as a
 * dialog, to the element that had the focus before; and otherwise to the title of the page.
 */
export const useKeptFocus = (): void => {
  useEffect(() => {
    let path: readonly Step[] = []
    let trail: readonly Element[] = []
    let frame = 0
    const isLost = (): boolean => document.activeElement === document.body && document.hasFocus()

    const find = (): void => {
      const [last] = path
      if (last === undefined || !isLost()) return
      // A button that is disabled during its act gets the focus back afterwards.
      if (last.element.isConnected && !isThere(last.element)) return
      const to = isThere(last.element)
        ? last.element
        : (nearestTo(path) ?? trail.findLast(isThere) ?? document.querySelector(title))
      if (to instanceof HTMLElement) to.focus({ preventScroll: to.matches(title) })
    }
    // A dialog or a list that closes moves the focus back by itself, one frame later, and has precedence.
    const look = (): void => {
      if (path.length === 0 || !isLost()) return
      cancelAnimationFrame(frame)
      frame = requestAnimationFrame(() => {
        frame = requestAnimationFrame(find)
      })
    }
    const onFocus = ({ target }: FocusEvent): void => {
      if (!(target instanceof Element)) return
      path = pathTo(target)
      trail = [...trail.filter((element) => element !== target && element.isConnected), target].slice(-trailLength)
    }
    // A press on empty space removes the focus on purpose.
    const onPointer = (): void => {
      path = []
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
