import { createHash } from 'node:crypto'

const width = 17
const height = 9
const symbols = ' .o+=*BOX@%&#/^'

const centred = (title: string): string => {
  const start = Math.floor((width - title.length) / 2)
  return `+${'-'.repeat(start)}${title}${'-'.repeat(width - start - title.length)}+`
}

const clamp = (value: number, limit: number): number => Math.max(0, Math.min(value, limit - 1))

/**
 * Returns OpenSSH's picture of a key's SHA-256 fingerprint with its frame (the "drunken bishop" of sshkey.c, `fingerprint_randomart`). The
 * frame shows `kind` and `bits`, such as `ED25519` and 256.
 */
export const randomart = (blob: Uint8Array, about: { readonly kind: string; readonly bits: number }): string => {
  const visits = Array.from({ length: height }, () => new Array<number>(width).fill(0))
  let x = Math.floor(width / 2)
  let y = Math.floor(height / 2)
  for (const byte of createHash('sha256').update(blob).digest())
    for (let move = byte, step = 0; step < 4; step += 1, move >>= 2) {
      x = clamp(x + ((move & 1) === 0 ? -1 : 1), width)
      y = clamp(y + ((move & 2) === 0 ? -1 : 1), height)
      const row = visits[y]
      if (row) row[x] = Math.min((row[x] ?? 0) + 1, symbols.length - 1)
    }
  const draw = (count: number, column: number, row: number): string => {
    // The end is drawn over the start where both are in one place.
    if (column === x && row === y) return 'E'
    return row === Math.floor(height / 2) && column === Math.floor(width / 2) ? 'S' : (symbols[count] ?? ' ')
  }
  const picture = visits.map((counts, row) => `|${counts.map((count, column) => draw(count, column, row)).join('')}|`)
  const title = `[${about.kind} ${about.bits}]`
  const shortTitle = title.length > width ? `[${about.kind}]` : title
  return [centred(shortTitle), ...picture, centred('[SHA256]')].join('\n')
}
