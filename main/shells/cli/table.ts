import { stripVTControlCharacters } from 'node:util'

export interface Column {
  readonly title: string
  /** Numbers are aligned right. */
  readonly align?: 'left' | 'right'
}

const widthOf = (text: string): number => Array.from(stripVTControlCharacters(text)).length

const pad = (text: string, width: number, align: Column['align']): string => {
  const space = ' '.repeat(Math.max(0, width - widthOf(text)))
  return align === 'right' ? `${space}${text}` : `${text}${space}`
}

/** Rows under their titles, in columns as wide as their widest cell, two spaces apart; no space at the ends of lines. */
export const formatTable = (columns: readonly Column[], rows: readonly (readonly string[])[]): readonly string[] => {
  const lines = [columns.map((column) => column.title), ...rows]
  const widths = columns.map((_column, index) => Math.max(...lines.map((line) => widthOf(line[index] ?? ''))))
  return lines.map((line) =>
    columns
      .map((column, index) => pad(line[index] ?? '', widths[index] ?? 0, column.align))
      .join('  ')
      .trimEnd(),
  )
}

/** Names and their values, one pair a line, with the values aligned. */
export const formatPairs = (pairs: readonly (readonly [string, string])[]): readonly string[] => {
  const width = Math.max(0, ...pairs.map(([name]) => widthOf(name)))
  return pairs.map(([name, value]) => `${pad(name, width, 'left')}  ${value}`.trimEnd())
}
