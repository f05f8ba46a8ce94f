import path from 'node:path'
import { Resvg } from '@resvg/resvg-js'
import { IconIcns, IconIco } from '@shockpkg/icon-encoder'
import type { Icon } from './icon-set.ts'

/** Icon types of an .icns by pixels. A size that stands for two (256, or 128 at scale 2) is written under both. */
const icnsTypes = new Map([
  [16, ['ic04']],
  [32, ['ic05', 'ic11']],
  [64, ['ic12']],
  [128, ['ic07']],
  [256, ['ic08', 'ic13']],
  [512, ['ic09', 'ic14']],
  [1024, ['ic10']],
])

/** Some parts of Windows' shell read small icons only as bitmaps, so only the largest is compressed, as by Windows' own tools. */
const compressedFrom = 256

/** A PNG inside an icon file is the renderer's own, not decoded and encoded again. */
const asRendered = true

/** Draws an SVG `size` pixels square; each size comes from the curves, never from another size. */
export const draw = (svg: string, size: number) => new Resvg(svg, { fitTo: { mode: 'width', value: size } }).render()

/**
 * The bytes of one icon file. `svg` is its drawing: square, with a viewBox that starts at 0 0.
 *
 * @throws Error when the file's ending is unknown, or an .icns is asked for a size that has no icon type.
 */
export const renderIcon = async (icon: Icon, svg: string): Promise<Uint8Array> => {
  const prepared = withMargin(withColour(svg, icon.colour), icon.margin)
  const images = icon.sizes.map((size) => ({ size, png: draw(prepared, size).asPng() }))

  const ending = path.extname(icon.file)
  if (ending === '.ico') {
    const ico = new IconIco()
    for (const { size, png } of images) await ico.addFromPng(png, size >= compressedFrom, asRendered)
    return ico.encode()
  }
  if (ending === '.icns') {
    const icns = new IconIcns()
    for (const { size, png } of images) {
      const types = icnsTypes.get(size)
      if (!types) throw new Error(`An .icns has no icon type for ${size} px.`)
      await icns.addFromPng(png, types, asRendered)
    }
    return icns.encode()
  }
  const [only, ...others] = images
  if (ending !== '.png' || !only || others.length > 0) throw new Error(`${icon.file} is neither an .ico, an .icns nor one .png.`)
  return only.png
}

const withColour = (svg: string, colour: string | undefined) =>
  colour === undefined ? svg : svg.replace('<svg ', `<svg fill="${colour}" `)

const withMargin = (svg: string, margin: number | undefined) =>
  margin === undefined
    ? svg
    : svg.replace(/viewBox="0 0 (\d+) \1"/u, (_, width: string) => {
        const border = Number(width) * margin
        const whole = Number(width) + 2 * border
        return `viewBox="${-border} ${-border} ${whole} ${whole}"`
      })
