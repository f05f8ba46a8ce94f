import { styleText } from 'node:util'
import type { Look } from '../../../words/look.ts'

type TextLook = Look | 'title'
export type Style = (look: TextLook, text: string) => string

const looks = { title: 'bold', quiet: 'dim', ok: 'green', wait: 'yellow', trouble: 'red' } as const

/** What a stream says of itself; tty.WriteStream's `hasColors` follows NO_COLOR, FORCE_COLOR and TERM=dumb. */
interface MaybeTerminal {
  readonly isTTY?: boolean
  readonly hasColors?: () => boolean
}

/** Colours on a terminal that has them and wants them, plain text elsewhere. A word always carries the same meaning as the colour. */
export const createStyle = (stream: MaybeTerminal): Style =>
  stream.isTTY === true && stream.hasColors?.() === true
    ? (look, text) => styleText(looks[look], text, { validateStream: false })
    : (_look, text) => text
