/**
 * Makes text from a server safe to show: control characters, bidirectional overrides and other invisible characters are removed, tabs
 * become blanks, lines end in \n, and the text is cut after `limit` characters.
 *
 * SECURITY: a server's words reach terminals and dialogs. An escape sequence could rewrite the screen, and an override could make one host
 * name look like another.
 */
export const boundedPrintable = (text: string, limit: number): string => {
  const clean = text
    .replace(/\r\n?/g, '\n')
    .replace(/\t/g, ' ')
    .replace(/[^\P{C}\n]|[\u2028\u2029]/gu, '')
  return clean.length > limit ? `${clean.slice(0, limit)}…` : clean
}

/** The same on one line, for reasons and names. */
export const boundedPrintableLine = (text: string, limit: number): string =>
  boundedPrintable(text.replace(/\s+/g, ' ').trim(), limit)
