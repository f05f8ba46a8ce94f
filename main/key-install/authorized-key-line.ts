/** A line of authorized_keys, taken apart (sshd(8), AUTHORIZED_KEYS FILE FORMAT). */
export interface AuthorizedKeyLine {
  readonly options: string
  readonly type: string
  readonly blob: string
}

/** Type and key, wherever they stand. The file is the server's: nothing here reads a run of blanks more than once. */
const keyPattern = /(?<!\S)((?:ssh-|ecdsa-)[a-z0-9-]+)\s+(AAAA[A-Za-z0-9+/=]+)(?!\S)/

/** Undefined for what is none: an empty line, a comment, anything else. */
export const readKeyLine = (line: string): AuthorizedKeyLine | undefined => {
  const found = keyPattern.exec(line)
  const [, type, blob] = found ?? []
  if (found === null || type === undefined || blob === undefined) return undefined
  const options = line.slice(0, found.index).trim()
  return options.startsWith('#') ? undefined : { options, type, blob }
}

const literally = (text: string): string => text.replaceAll(/[.[{()*+?^$|\\]/g, String.raw`\$&`)

/**
 * What finds a key's lines in authorized_keys: extended regular expressions of POSIX, for grep -E. `ofThisKey` matches whatever the
 * options are, as sshd reads them (blanks and escaped quotes stand in quotes), and no comment, nor another key whose comment names this
 * one; `justSo` those with these very options. The comment of the key is nobody's concern.
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
