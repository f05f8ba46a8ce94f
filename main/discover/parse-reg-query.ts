/** A key of the Windows registry with its own values, as far as they are text (REG_SZ, REG_EXPAND_SZ) or a number (REG_DWORD). */
export interface RegistryKey {
  /** The full path: `HKEY_CURRENT_USER\Software\…`. */
  readonly path: string
  readonly values: ReadonlyMap<string, string | number>
}

const gap = '    '
const maxKeys = 1000

const dword = (text: string): number | undefined => (/^0x[0-9a-f]{1,8}$/i.test(text) ? Number(text) : undefined)

const valueOf = (type: string, text: string): string | number | undefined => {
  if (type === 'REG_SZ' || type === 'REG_EXPAND_SZ') return text
  return type === 'REG_DWORD' ? dword(text) : undefined
}

/**
 * Reads what `reg.exe query KEY /s` prints: the path of a key at the start of a line, and below it a line for each value, with its name, its
 * type and its data behind four spaces each. What is none of it is passed over, and so is every key behind the first 1,000. Never throws.
 */
export const parseRegQuery = (output: string): readonly RegistryKey[] => {
  const keys: { path: string; values: Map<string, string | number> }[] = []
  for (const line of output.split(/\r?\n/)) {
    if (line.startsWith('HKEY_')) {
      if (keys.length === maxKeys) break
      keys.push({ path: line, values: new Map() })
    } else if (line.startsWith(gap)) {
      const [name = '', type = '', ...data] = line.slice(gap.length).split(gap)
      const value = valueOf(type, data.join(gap))
      if (value !== undefined) keys.at(-1)?.values.set(name, value)
    }
  }
  return keys
}
