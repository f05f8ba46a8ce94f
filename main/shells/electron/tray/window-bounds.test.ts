import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { windowBounds, type Box, type DisplayPlace } from './window-bounds.ts'

const box = (x: number, y: number, width: number, height: number): Box => ({ x, y, width, height })
const size = { width: 400, height: 640 }
const nowhere = box(0, 0, 0, 0)
const fullHd = box(0, 0, 1920, 1080)
const display = (bounds: Box, taken: Partial<Record<'top' | 'right' | 'bottom' | 'left', number>>): DisplayPlace => {
  const { top = 0, right = 0, bottom = 0, left = 0 } = taken
  return {
    bounds,
    workArea: box(bounds.x + left, bounds.y + top, bounds.width - left - right, bounds.height - top - bottom),
  }
}
const place = (icon: Box, displays: readonly DisplayPlace[], pointer = { x: 0, y: 0 }, wanted = size) =>
  windowBounds({ icon, displays, pointer, size: wanted })

describe('beside the icon', () => {
  test.each<[string, DisplayPlace, Box, Box]>([
    ['above a taskbar', display(fullHd, { bottom: 40 }), box(1700, 1048, 24, 24), box(1512, 392, 400, 640)],
    ['above a taskbar, in its middle', display(fullHd, { bottom: 40 }), box(988, 1048, 24, 24), box(800, 392, 400, 640)],
    ['below a taskbar at the top', display(fullHd, { top: 40 }), box(1700, 8, 24, 24), box(1512, 48, 400, 640)],
    ['right of a taskbar at the left', display(fullHd, { left: 62 }), box(20, 900, 24, 24), box(70, 432, 400, 640)],
    ['left of a taskbar at the right', display(fullHd, { right: 62 }), box(1876, 500, 24, 24), box(1450, 192, 400, 640)],
    [
      "below macOS's menu bar",
      display(box(0, 0, 1440, 900), { top: 25, bottom: 70 }),
      box(1000, 0, 30, 22),
      box(815, 33, 400, 640),
    ],
    ['above a taskbar that hides', display(fullHd, {}), box(1700, 1048, 24, 24), box(1512, 432, 400, 640)],
    ["above an icon in Windows' flyout", display(fullHd, { bottom: 40 }), box(1600, 980, 24, 24), box(1412, 392, 400, 640)],
  ])('%s', (_name, one, icon, there) => {
    expect(place(icon, [one])).toEqual(there)
  })

  test('on the display that the icon is on, of several with scales of their own', () => {
    const laptop = display(box(0, 0, 1536, 864), { bottom: 48 }) // 1920 × 1080 at 125 %
    const large = display(box(1536, -300, 2560, 1440), { bottom: 40 })
    const portrait = display(box(-1080, 0, 1080, 1920), { top: 30 })
    const all = [laptop, large, portrait]
    expect(place(box(1400, 830, 24, 24), all)).toEqual(box(1128, 168, 400, 640))
    expect(place(box(3900, 1110, 24, 24), all)).toEqual(box(3688, 452, 400, 640))
    expect(place(box(-100, 4, 24, 24), all)).toEqual(box(-408, 38, 400, 640))
  })
})

describe('if the desktop does not report the place of its icon', () => {
  const pointer = { x: 1800, y: 100 }
  test.each<[string, DisplayPlace, { x: number; y: number }, Box]>([
    ['at the panel below, by the pointer', display(fullHd, { bottom: 40 }), pointer, box(1512, 392, 400, 640)],
    ['at the panel above, by the pointer', display(fullHd, { top: 27 }), { x: 10, y: 900 }, box(8, 35, 400, 640)],
    ['at the panel at the left', display(fullHd, { left: 60 }), { x: 1900, y: 1000 }, box(68, 432, 400, 640)],
    ['in the corner by the pointer where nothing is taken', display(fullHd, {}), { x: 1900, y: 1070 }, box(1512, 432, 400, 640)],
  ])('%s', (_name, one, at, there) => {
    expect(place(nowhere, [one], at)).toEqual(there)
  })

  test('on the display with the pointer', () => {
    const second = display(box(1920, 0, 1280, 1024), { bottom: 40 })
    expect(place(nowhere, [display(fullHd, { bottom: 40 }), second], { x: 3000, y: 1000 })).toEqual(box(2792, 336, 400, 640))
  })
})

test('a window that is larger than the work area is made to fit', () => {
  const small = display(box(0, 0, 800, 600), { bottom: 40 })
  expect(place(box(700, 570, 24, 24), [small], undefined, { width: 1000, height: 700 })).toEqual(box(0, 0, 800, 560))
})

test('without a display there is no place', () => {
  expect(place(box(1, 1, 24, 24), [])).toBeUndefined()
})

test('it never leaves the work area, wherever icon and pointer are', () => {
  const coordinate = fc.integer({ min: -5000, max: 5000 })
  const length = fc.integer({ min: 0, max: 3000 })
  const anyBox = fc.tuple(coordinate, coordinate, length, length).map(([x, y, width, height]) => box(x, y, width, height))
  const bar = fc.integer({ min: 0, max: 120 })
  const anyDisplay = fc
    .tuple(coordinate, coordinate, fc.integer({ min: 320, max: 4000 }), fc.integer({ min: 300, max: 3000 }), bar, bar, bar, bar)
    .map(([x, y, width, height, top, right, bottom, left]) => display(box(x, y, width, height), { top, right, bottom, left }))
  fc.assert(
    fc.property(
      anyBox,
      fc.array(anyDisplay, { minLength: 1, maxLength: 3 }),
      fc.record({ x: coordinate, y: coordinate }),
      (icon, displays, pointer) => {
        const there = place(icon, displays, pointer)!
        const holds = displays.some(
          ({ workArea: { x, y, width, height } }) =>
            there.x >= x && there.y >= y && there.x + there.width <= x + width && there.y + there.height <= y + height,
        )
        expect(holds).toBe(true)
      },
    ),
  )
})
