/** The gate's states in the tray, each a drawing in assets/tray/. */
export const gateStates = ['idle', 'connecting', 'connected', 'trouble'] as const
export type GateState = (typeof gateStates)[number]

/** One file of out/icons. */
export interface Icon {
  /** Relative to out/icons. */
  readonly file: string
  /** Relative to assets. */
  readonly drawing: string
  /** Pixels of each image inside, square: one for a .png, several for an .ico or .icns. */
  readonly sizes: readonly number[]
  /** The fill of a drawing that names no colour; without a fill such a drawing is black. */
  readonly colour?: string
  /** Empty border, as a share of the drawing's width. */
  readonly margin?: number
}

const applicationSizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024]
const windowsSizes = [16, 20, 24, 32, 40, 48, 64, 256]
const macSizes = [16, 32, 64, 128, 256, 512, 1024]

/** Apple draws the background of an application's icon 824 of 1024 wide, so that all icons in the Dock have one size. */
const macMargin = 100 / 824

/** The tray's unit on macOS is 16 px; Electron finds the one for finer screens by its suffix. */
const trayUnit = 16
/** A panel of Linux scales an image down and never up; most are 22 or 24 px, or twice this on screens of high resolution. */
const panelSize = 48
const windowsTraySizes = [16, 20, 24, 32, 40, 48]

/** The window's own tokens (renderer/styles/tokens.css), so that a state has one colour in the tray and in the list. */
export const trayColours: Record<'light' | 'dark', Record<GateState, string>> = {
  light: { idle: '#5c6058', connecting: '#8a5a00', connected: '#1f6b4f', trouble: '#a6321f' },
  dark: { idle: '#a5aa9e', connecting: '#e2b253', connected: '#6cc7a1', trouble: '#f0907c' },
}

const trayIcons = (state: GateState): Icon[] => {
  const drawing = `tray/${state}.svg`
  return [
    // macOS recolours an image whose name ends in Template, and reads only its alpha.
    { file: `tray/${state}Template.png`, drawing, sizes: [trayUnit] },
    { file: `tray/${state}Template@2x.png`, drawing, sizes: [trayUnit * 2] },
    ...(['light', 'dark'] as const).flatMap((taskbar) => {
      const name = `tray/${state}-on-${taskbar}`
      const colour = trayColours[taskbar][state]
      return [
        { file: `${name}.png`, drawing, colour, sizes: [panelSize] },
        { file: `${name}.ico`, drawing, colour, sizes: windowsTraySizes },
      ]
    }),
  ]
}

const overlayScales = [
  { suffix: '', scale: 1 },
  { suffix: '@1.25x', scale: 1.25 },
  { suffix: '@1.5x', scale: 1.5 },
  { suffix: '@2x', scale: 2 },
  { suffix: '@3x', scale: 3 },
]

/** The overlay on Postern's button in the taskbar of Windows: 16 px at scale 1, like the tray. */
const overlayIcons = overlayScales.map(({ suffix, scale }) => ({
  file: `overlay/needs-you${suffix}.png`,
  drawing: 'overlay/needs-you.svg',
  sizes: [trayUnit * scale],
}))

/** Every icon that Postern ships. */
export const iconSet: readonly Icon[] = [
  ...applicationSizes.map((size) => ({ file: `app/${size}x${size}.png`, drawing: 'mark.svg', sizes: [size] })),
  { file: 'app/postern.ico', drawing: 'mark.svg', sizes: windowsSizes },
  { file: 'app/postern.icns', drawing: 'mark.svg', sizes: macSizes, margin: macMargin },
  ...gateStates.flatMap(trayIcons),
  ...overlayIcons,
]
