import type { Bytes } from '../../contract/traffic.ts'

export interface SparkShape {
  /** Paths of SVG: bytes in are above the base line, bytes out below it. */
  readonly pathIn: string
  readonly pathOut: string
  /** The distance of the base line from the top. */
  readonly base: number
}

const areaPath = (points: readonly string[], base: string, width: number): string =>
  `M0 ${base}${points.join('')}L${width} ${base}Z`

const short = (value: number): string => String(Math.round(value * 100) / 100)

/**
 * The last seconds as two areas on one scale, so that in and out can be compared. Any traffic is at least half a unit high, so that a
 * greeting of 30 bytes stays visible beside a download of megabytes.
 */
export const sparkShape = (
  seconds: readonly Bytes[],
  { width, height }: { readonly width: number; readonly height: number },
): SparkShape => {
  const mostIn = Math.max(0, ...seconds.map(({ bytesIn }) => bytesIn))
  const mostOut = Math.max(0, ...seconds.map(({ bytesOut }) => bytesOut))
  const whole = mostIn + mostOut
  const base = whole === 0 ? height / 2 : Math.min(height - 2, Math.max(2, (height * mostIn) / whole))
  const step = width / Math.max(1, seconds.length)
  const areaOf = (bytesOf: (second: Bytes) => number, most: number, room: number, direction: 1 | -1): string => {
    if (most === 0) return ''
    const points = seconds.map((second, index) => {
      const bytes = bytesOf(second)
      const size = bytes === 0 ? 0 : Math.max(0.5, (bytes / most) * room)
      const y = short(base + direction * size)
      return `L${short(index * step)} ${y}L${short((index + 1) * step)} ${y}`
    })
    return areaPath(points, short(base), width)
  }
  return {
    pathIn: areaOf(({ bytesIn }) => bytesIn, mostIn, base, -1),
    pathOut: areaOf(({ bytesOut }) => bytesOut, mostOut, height - base, 1),
    base,
  }
}

/** The sums and peaks of the picture. */
export const sparkTotals = (seconds: readonly Bytes[]) => ({
  bytesIn: seconds.reduce((sum, { bytesIn }) => sum + bytesIn, 0),
  bytesOut: seconds.reduce((sum, { bytesOut }) => sum + bytesOut, 0),
  peakIn: Math.max(0, ...seconds.map(({ bytesIn }) => bytesIn)),
  peakOut: Math.max(0, ...seconds.map(({ bytesOut }) => bytesOut)),
})
