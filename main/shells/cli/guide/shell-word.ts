/** A word for the command line that a hint shows, in quotes where the person's shell would take it apart. */
export const shellWord = (word: string, platform: NodeJS.Platform = process.platform): string => {
  if (platform === 'win32') return /^[\w\\:./@-]+$/.test(word) ? word : `"${word}"`
  return /^[\w:./@-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}
