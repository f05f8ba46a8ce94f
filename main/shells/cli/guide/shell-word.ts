/** A word of a command in a hint, in quotes if the person's shell would split it. */
export const shellWord = (word: string, platform: NodeJS.Platform = process.platform): string => {
  if (platform === 'win32') return /^[\w\\:./@-]+$/.test(word) ? word : `"${word}"`
  return /^[\w:./@-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}
