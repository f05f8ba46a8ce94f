import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { gateStates, iconSet, trayColours, type GateState } from './icon-set.ts'
import { draw, renderIcon } from './render-icon.ts'

const project = path.join(import.meta.dirname, '../..')
const drawing = (name: string) => readFile(path.join(project, 'assets', name), 'utf8')

/** Width and height as the file itself says: PNG (RFC 2083, IHDR) and the directory of an .ico, where 0 means 256. */
const pngSize = (bytes: Buffer) => [bytes.readUInt32BE(16), bytes.readUInt32BE(20)]
const icoSizes = (bytes: Buffer) =>
  Array.from({ length: bytes.readUInt16LE(4) }, (_, index) =>
    [...bytes.subarray(6 + index * 16, 8 + index * 16)].map((pixels) => (pixels === 0 ? 256 : pixels)),
  )
const icnsTypes = (bytes: Buffer) => {
  const types: string[] = []
  for (let at = 8; at < bytes.length; at += bytes.readUInt32BE(at + 4)) types.push(bytes.toString('latin1', at, at + 4))
  return types
}

describe('the icon set', () => {
  let files: Map<string, Buffer>
  beforeAll(async () => {
    files = new Map()
    for (const icon of iconSet) files.set(icon.file, Buffer.from(await renderIcon(icon, await drawing(icon.drawing))))
  })

  it('holds every file once', () => {
    expect(files.size).toBe(iconSet.length)
  })

  it.each(iconSet.filter(({ file }) => file.endsWith('.png')))('renders $file at $sizes px', ({ file, sizes: [size] }) => {
    expect(pngSize(files.get(file)!)).toEqual([size, size])
  })

  it.each(iconSet.filter(({ file }) => file.endsWith('.ico')))('renders $file at $sizes px', ({ file, sizes }) => {
    expect(icoSizes(files.get(file)!)).toEqual(sizes.map((size) => [size, size]))
  })

  it('renders an .icns of every type that iconutil writes', () => {
    const types = ['ic04', 'ic05', 'ic07', 'ic08', 'ic09', 'ic10', 'ic11', 'ic12', 'ic13', 'ic14']
    expect(icnsTypes(files.get('app/postern.icns')!)).toEqual(expect.arrayContaining(types))
  })

  it('holds the images of a state for each desktop', () => {
    const names = ['.png', '.ico'].map((end) => `tray/trouble-on-dark${end}`)
    expect([...files.keys()]).toEqual(expect.arrayContaining([...names, 'tray/troubleTemplate.png', 'tray/troubleTemplate@2x.png']))
  })
})

describe('the gate in the tray', () => {
  const size = 16
  const alpha = async (state: GateState) => {
    const { pixels } = draw(await drawing(`tray/${state}.svg`), size)
    return Array.from({ length: size * size }, (_, pixel) => pixels[pixel * 4 + 3]!)
  }
  const pairs = gateStates.flatMap((one, index) => gateStates.slice(index + 1).map((other) => [one, other] as const))

  it.each(pairs)('differs by shape alone at 16 px: %s and %s', async (one, other) => {
    const [first, second] = [await alpha(one), await alpha(other)]
    const differing = first.filter((value, pixel) => Math.abs(value - second[pixel]!) > 192)
    expect(differing.length).toBeGreaterThanOrEqual(6)
  })

  it.each(gateStates)('is drawn on the pixel grid: the legs of %s are sharp at 16 px', async (state) => {
    const row = (await alpha(state)).slice(12 * size, 13 * size)
    expect([row[1], row[2], row[3], row[12], row[13], row[14]]).toEqual([0, 255, 255, 255, 255, 0])
  })

  it("has the window's colours", async () => {
    const tokens = await readFile(path.join(project, 'renderer/styles/tokens.css'), 'utf8')
    const [light = '', dark = ''] = tokens.split("[data-theme='dark']")
    for (const [css, colours] of [
      [light, trayColours.light],
      [dark, trayColours.dark],
    ] as const) {
      expect(css).toContain(`--quiet: ${colours.idle};`)
      expect(css).toContain(`--wait: ${colours.connecting};`)
      expect(css).toContain(`--ok: ${colours.connected};`)
      expect(css).toContain(`--trouble: ${colours.trouble};`)
    }
  })

  it('has a colour for a light and for a dark taskbar', async () => {
    const icon = iconSet.find(({ file }) => file === 'tray/connected-on-dark.png')!
    const plain = await renderIcon({ ...icon, colour: '#000000' }, await drawing(icon.drawing))
    expect(await renderIcon(icon, await drawing(icon.drawing))).not.toEqual(plain)
  })
})
