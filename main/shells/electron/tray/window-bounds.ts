/** A Rectangle of Electron, in device-independent pixels, from the left top of the first display. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface Point {
  readonly x: number
  readonly y: number
}

/** A display, and its area without taskbar, dock and menu bar. */
export interface DisplayPlace {
  readonly bounds: Box
  readonly workArea: Box
}

type Edge = 'top' | 'right' | 'bottom' | 'left'

/** Between the window and the edges of the work area. */
const gap = 8

const right = ({ x, width }: Box): number => x + width
const bottom = ({ y, height }: Box): number => y + height
const centreOf = ({ x, y, width, height }: Box): Point => ({ x: x + width / 2, y: y + height / 2 })
const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(value, high))

/** The squared distance of a point from a box; 0 within the box. */
const distance = ({ x, y }: Point, box: Box): number => {
  const across = x - clamp(x, box.x, right(box))
  const down = y - clamp(y, box.y, bottom(box))
  return across * across + down * down
}

const nearest = (point: Point, displays: readonly DisplayPlace[]): DisplayPlace | undefined =>
  [...displays].sort((one, other) => distance(point, one.bounds) - distance(point, other.bounds))[0]

/** The width of the bars at each edge of the display. */
const takenAt = ({ bounds, workArea }: DisplayPlace): Readonly<Record<Edge, number>> => ({
  top: workArea.y - bounds.y,
  right: right(bounds) - right(workArea),
  bottom: bottom(bounds) - bottom(workArea),
  left: workArea.x - bounds.x,
})

/** The edge of the icon: that of its bar, or the nearest one if the bar is hidden or the icon lies in a flyout. */
const edgeOf = (icon: Point, { bounds, workArea }: DisplayPlace): Edge => {
  if (icon.y >= bottom(workArea)) return 'bottom'
  if (icon.y < workArea.y) return 'top'
  if (icon.x >= right(workArea)) return 'right'
  if (icon.x < workArea.x) return 'left'
  const far: readonly (readonly [Edge, number])[] = [
    ['bottom', bottom(bounds) - icon.y],
    ['top', icon.y - bounds.y],
    ['right', right(bounds) - icon.x],
    ['left', icon.x - bounds.x],
  ]
  return far.reduce((least, other) => (other[1] < least[1] ? other : least))[0]
}

/** The point beside which the window is placed if the place of the icon is unknown: a corner of the display. */
const anchorWithoutIcon = (pointer: Point, display: DisplayPlace): Point => {
  const { bounds } = display
  const taken = takenAt(display)
  const middle = centreOf(bounds)
  const isAtBottom = taken.bottom === taken.top ? pointer.y >= middle.y : taken.bottom > taken.top
  const isAtRight = taken.right === taken.left ? pointer.x >= middle.x : taken.right > taken.left
  return { x: isAtRight ? right(bounds) : bounds.x, y: isAtBottom ? bottom(bounds) : bounds.y }
}

/**
 * The bounds of the window when the tray opens it: beside the icon. If the desktop does not report the place of the icon (Linux: all zero),
 * in the corner of the pointer's display at its bar, or without a bar in the corner nearest to the pointer. The window stays inside the
 * work area, and a larger one is made to fit. Undefined without a display.
 */
export const windowBounds = ({
  icon,
  pointer,
  displays,
  size,
}: {
  readonly icon: Box
  readonly pointer: Point
  readonly displays: readonly DisplayPlace[]
  readonly size: Pick<Box, 'width' | 'height'>
}): Box | undefined => {
  const hasIcon = icon.width > 0 && icon.height > 0
  const display = nearest(hasIcon ? centreOf(icon) : pointer, displays)
  if (display === undefined) return undefined

  const { workArea } = display
  const anchor = hasIcon ? centreOf(icon) : anchorWithoutIcon(pointer, display)
  const edge = edgeOf(anchor, display)
  const width = Math.min(size.width, workArea.width)
  const height = Math.min(size.height, workArea.height)
  const isAcross = edge === 'top' || edge === 'bottom'
  const x = isAcross ? anchor.x - width / 2 : edge === 'left' ? workArea.x : right(workArea) - width
  const y = !isAcross ? anchor.y - height / 2 : edge === 'top' ? workArea.y : bottom(workArea) - height

  const gapAcross = Math.min(gap, (workArea.width - width) / 2)
  const gapDown = Math.min(gap, (workArea.height - height) / 2)
  return {
    x: Math.round(clamp(x, workArea.x + gapAcross, right(workArea) - width - gapAcross)),
    y: Math.round(clamp(y, workArea.y + gapDown, bottom(workArea) - height - gapDown)),
    width,
    height,
  }
}
