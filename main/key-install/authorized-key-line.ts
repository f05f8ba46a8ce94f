/** The parts of a line of authorized_keys (sshd(8), AUTHORIZED_KEYS FILE FORMAT). */
export interface AuthorizedKeyLine {
  readonly options: string
  readonly type: string
  readonly blob: string
}

/** Type and key, wherever they stand. The file is the server's: nothing here reads a run of blanks more than once. */
const keyPattern = /(?<!\S)((?:ssh-|ecdsa-)[a-z0-9-]+)\s+(AAAA[A-Za-z0-9+/=]+)(?!\S)/

/** Returns undefined for an empty line, a comment and anything else that has no key. */
export const readKeyLine = (line: string): AuthorizedKeyLine | undefined => {
  const found = keyPattern.exec(line)
  const [, type, blob] = found ?? []
  if (found === null || type === undefined || blob === undefined) return undefined
  const options = line.slice(0, found.index).trim()
  return options.startsWith('#') ? undefined : { options, type, blob }
}

const literally = (text: string): string => text.replaceAll(/[.[{()*+?^$|\\]/g, String.raw`\$&`)

/**
 * Returns POSIX extended regular expressions that find a key's lines in authorized_keys, for grep -E. `ofThisKey` matches lines with any
 * options, as sshd reads them (blanks and escaped quotes are within quotes), but neither comments nor a line of another key that has this one
 * in its comment. `justSo` matches only lines with these options. Both ignore the key's comment.
 */
export const keyLinePatterns = ({
  options,
  type,
  blob,
}: AuthorizedKeyLine): { readonly ofThisKey: string; readonly justSo: string } => {
  const quoted = String.raw`"([^"\\]|\\.)*"`
  const anyOptions = String.raw`([^#"[:blank:]]|${quoted})([^"[:blank:]]|${quoted})*`
  const key = `${literally(type)}[[:blank:]]+${literally(blob)}([^A-Za-z0-9+/=]|$)`
  return {
    ofThisKey: `^[[:blank:]]*(${anyOptions}[[:blank:]]+)?${key}`,
    justSo: `^[[:blank:]]*${options === '' ? '' : `${literally(options)}[[:blank:]]+`}${key}`,
  }
}
