import { styleText } from 'node:util'
import type { Look } from '../../../words/look.ts'

type TextLook = Look | 'title'
export type Style = (look: TextLook, text: string) => string

const looks = { title: 'bold', quiet: 'dim', ok: 'green', wait: 'yellow', trouble: 'red' } as const

/** The properties of a stream that may be a terminal; tty.WriteStream's `hasColors` follows NO_COLOR, FORCE_COLOR and TERM=dumb. */
interface MaybeTerminal {
  readonly isTTY?: boolean
  readonly hasColors?: () => boolean
}

/**
 * Returns a style with colours if the terminal supports and allows them, and plain text otherwise. A word always carries the same meaning
 * as the colour.
 */
export const createStyle = (stream: MaybeTerminal): Style =>
  stream.isTTY === true && stream.hasColors?.() === true
    ? (look, text) => styleText(looks[look], text, { validateStream: false })
    : (_look, text) => text
