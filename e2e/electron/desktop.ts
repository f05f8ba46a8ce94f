import { execFile } from 'node:child_process'
import { mkdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { draw } from '../../build-tools/icons/render-icon.ts'
import { gateStates, type GateState } from '../../build-tools/icons/icon-set.ts'
import { waitUntil } from '../../main/testing/wait-until.ts'

// Reads and clicks the desktop by the desktop's own tools. Nothing here asks Postern or Electron.

export const desktopComponents = ['xdotool', 'import', 'trayer', 'openbox', 'xprop'] as const

const project = path.resolve(import.meta.dirname, '../..')

const run = async (program: string, ...args: readonly string[]): Promise<Buffer> => {
  const { stdout } = await promisify(execFile)(program, [...args], { encoding: 'buffer', maxBuffer: 16 * 1024 * 1024 })
  return stdout
}

interface Region {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

const regionOf = async (windowId: string): Promise<Region> => {
  const text = String(await run('xdotool', 'getwindowgeometry', '--shell', windowId))
  const number = (name: string): number => Number(new RegExp(`^${name}=(-?\\d+)$`, 'm').exec(text)?.[1])
  return { x: number('X'), y: number('Y'), width: number('WIDTH'), height: number('HEIGHT') }
}

const search = async (...args: readonly string[]): Promise<readonly string[]> => {
  // xdotool fails if it finds nothing.
  const found = await run('xdotool', 'search', ...args).catch(() => '')
  return String(found).split('\n').filter(Boolean)
}

/** The tray itself, which is as wide as its icons. */
const trayRegion = async (): Promise<Region> => {
  const [id = ''] = await search('--onlyvisible', '--class', 'trayer')
  return await regionOf(id)
}

/** Postern's windows that are on the screen, by their titles. */
export const shownWindows = (): Promise<readonly string[]> => search('--onlyvisible', '--name', 'Postern$')

/** Electron's windows of a kind that are on the screen. Only a packaged Electron calls itself by the name of its application there. */
const shownOfKind = async (kind: 'DIALOG' | 'POPUP_MENU'): Promise<readonly string[]> => {
  const ids = await search('--onlyvisible', '--class', '^(electron|postern)$')
  // A window that is gone in the meantime has no kind.
  const kinds = await Promise.all(ids.map((id) => run('xprop', '-id', id, '_NET_WM_WINDOW_TYPE').catch(() => '')))
  return ids.filter((_id, at) => new RegExp(`_NET_WM_WINDOW_TYPE_${kind}\\b`).test(String(kinds[at])))
}

/** Native questions that are on the screen. */
export const shownDialogs = (): Promise<readonly string[]> => shownOfKind('DIALOG')

/** Native menus on the screen; a menu grabs the keyboard before it is shown. */
export const shownMenus = (): Promise<readonly string[]> => shownOfKind('POPUP_MENU')

export const regionOfWindow = async (): Promise<Region | undefined> => {
  const [id] = await shownWindows()
  return id === undefined ? undefined : await regionOf(id)
}

export const clickIcon = async (button: 'left' | 'right'): Promise<void> => {
  // xdotool's search fails now and then while another window goes away.
  let region: Region | undefined
  const find = async (): Promise<boolean> => {
    region = await trayRegion().catch(() => undefined)
    return region !== undefined
  }
  await waitUntil(find, { what: 'the tray to be found' })
  const { x, y, width, height } = region!
  const at = [x + width / 2, y + height / 2].map((value) => String(Math.round(value)))
  await run('xdotool', 'mousemove', ...at, 'click', button === 'left' ? '1' : '3')
}

export const press = async (...keys: readonly string[]): Promise<void> => {
  await run('xdotool', 'key', '--delay', '80', ...keys)
}

export const takePicture = async (name: string): Promise<void> => {
  await mkdir(path.join(project, 'out/screenshots'), { recursive: true })
  await run('import', '-window', 'root', path.join(project, 'out/screenshots', `tray-${name}.png`))
}

/** The inked share of each cell of a grid, from 0 to 1. */
type Shape = readonly number[]
const grid = 14

interface Ink {
  readonly width: number
  readonly height: number
  readonly at: (x: number, y: number) => number
}

/** The inked part of a picture on a grid, whatever its size and place. */
const shapeOf = ({ width, height, at }: Ink): Shape | undefined => {
  const inked: { x: number; y: number }[] = []
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) if (at(x, y) > 0.3) inked.push({ x, y })
  if (inked.length === 0) return undefined
  const [left, right] = [Math.min(...inked.map(({ x }) => x)), Math.max(...inked.map(({ x }) => x)) + 1]
  const [top, bottom] = [Math.min(...inked.map(({ y }) => y)), Math.max(...inked.map(({ y }) => y)) + 1]
  return Array.from({ length: grid * grid }, (_, cell) => {
    const [column, row] = [cell % grid, Math.floor(cell / grid)]
    let [sum, count] = [0, 0]
    for (let y = top + ((bottom - top) * row) / grid; y < top + ((bottom - top) * (row + 1)) / grid; y += 0.5)
      for (let x = left + ((right - left) * column) / grid; x < left + ((right - left) * (column + 1)) / grid; x += 0.5) {
        sum += at(Math.floor(x), Math.floor(y))
        count++
      }
    return sum / count
  })
}

const drawnShape = async (state: GateState): Promise<Shape> => {
  const { width, height, pixels } = draw(await readFile(path.join(project, 'assets/tray', `${state}.svg`), 'utf8'), 48)
  return shapeOf({ width, height, at: (x, y) => (pixels[(y * width + x) * 4 + 3] ?? 0) / 255 })!
}

/** The shape in the tray, without its colour: how far each pixel is from the tray's own. */
const seenShape = async (): Promise<Shape | undefined> => {
  const { x, y, width, height } = await trayRegion()
  const raw = await run('import', '-window', 'root', '-crop', `${width}x${height}+${x}+${y}`, '-depth', '8', 'rgb:-')
  const colour = (at: number): readonly number[] => [...raw.subarray(at * 3, at * 3 + 3)]
  const ground = colour(width + 1)
  const distance = (at: number): number => Math.max(...colour(at).map((value, channel) => Math.abs(value - (ground[channel] ?? 0))))
  // Leaves out two pixels of the tray's own frame.
  const border = 2
  const [innerWidth, innerHeight] = [width - 2 * border, height - 2 * border]
  const all = Array.from({ length: innerWidth * innerHeight }, (_, at) =>
    distance((Math.floor(at / innerWidth) + border) * width + (at % innerWidth) + border),
  )
  const most = Math.max(...all)
  if (most < 40) return undefined
  return shapeOf({ width: innerWidth, height: innerHeight, at: (column, row) => (all[row * innerWidth + column] ?? 0) / most })
}

/** The state that the icon in the tray shows, by its shape alone; undefined without an icon, or for a shape that is none of the four. */
export const seenState = async (): Promise<GateState | undefined> => {
  const seen = await seenShape().catch(() => undefined)
  if (seen === undefined) return undefined
  const differences = await Promise.all(
    gateStates.map(async (state) => {
      const drawn = await drawnShape(state)
      return { state, difference: seen.reduce((sum, value, cell) => sum + Math.abs(value - (drawn[cell] ?? 0)), 0) / seen.length }
    }),
  )
  differences.sort((one, other) => one.difference - other.difference)
  const [best, second] = differences
  // The drawings themselves differ by a tenth and more.
  return best !== undefined && second !== undefined && best.difference < 0.08 && second.difference > 1.5 * best.difference
    ? best.state
    : undefined
}
