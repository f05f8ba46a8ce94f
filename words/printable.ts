/**
 * Returns a text that may be shown on a terminal, on one line.
 *
 * SECURITY: a server chooses its greeting, its prompts and its reasons. Escape sequences in them could repaint the screen, set
 * the clipboard or hide a line, and bidirectional marks could reverse a host name. Control and format characters become spaces.
 */
export const printable = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu, ' ')
    .trim()
    .slice(0, 1000)
