import type { Translate } from '../../../../words/translate.ts'
import { mostUrgentFirst, type AccountLine } from './account-lines.ts'

/**
 * NOTIFYICONDATAW.szTip holds 128 UTF-16 units with its end, and Windows cuts a longer text anywhere. The limit is the same on every
 * platform.
 */
const longest = 127

const cut = (line: string, length: number): string => {
  if (line.length <= length) return line
  // By code points, so that no character is cut in half.
  let kept = ''
  for (const character of line) {
    if (kept.length + character.length > length - 1) break
    kept += character
  }
  return `${kept.trimEnd()}…`
}

/**
 * The tooltip of the icon: one line per account, as many as fit, and the number of the others. If not all fit, the most urgent come first.
 */
export const tooltip = (lines: readonly AccountLine[], t: Translate): string => {
  const texts = (of: readonly AccountLine[]): string[] =>
    of.map(({ name, words }) => t('tray.line', { account: name, state: words }))
  const all = [t('nav.label'), ...texts(lines)].join('\n')
  if (all.length <= longest) return all

  const urgent = texts(mostUrgentFirst(lines))
  for (let shown = urgent.length - 1; shown > 0; shown--) {
    const text = [...urgent.slice(0, shown), t('tray.more', { count: urgent.length - shown })].join('\n')
    if (text.length <= longest) return text
  }
  const more = urgent.length > 1 ? `\n${t('tray.more', { count: urgent.length - 1 })}` : ''
  return `${cut(urgent[0] ?? '', longest - more.length)}${more}`
}
