/** A line of authorized_keys, taken apart (sshd(8), AUTHORIZED_KEYS FILE FORMAT). */
export interface AuthorizedKeyLine {
  readonly options: string
  readonly type: string
  readonly blob: string
}

/** Undefined for what is none: an empty line, a comment, anything else. */
export const readKeyLine = (line: string): AuthorizedKeyLine | undefined => {
  const [, options, type, blob] =
    /^\s*(?:([^#\s].*?)\s)??\s*((?:ssh-|ecdsa-)[a-z0-9-]+)\s+(AAAA[A-Za-z0-9+/=]+)(?:\s|$)/.exec(line) ?? []
  return type === undefined || blob === undefined ? undefined : { options: options?.trim() ?? '', type, blob }
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
