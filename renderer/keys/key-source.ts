import type { FoundKey, FoundOnComputer } from '../../contract/imported-account.ts'
import { isEncryptedKey } from './is-encrypted-key.ts'
import type { KeySource } from './use-bring-in.ts'

/** A file that the person picked. Its text is a private key, which is kept only in the component's state. */
export interface PickedFile {
  readonly name: string
  readonly text: string
}

/** The chosen key: one that Postern keeps, one that was found, a file by its path, or a picked file. */
export type KeyChoice = `kept:${string}` | `found:${string}` | 'path' | 'picked'

/** The longest key text that main accepts. */
export const longestKeyText = 65_536

export const foundKeys = (found: readonly FoundOnComputer[] | undefined): readonly FoundKey[] => {
  const keys = (found ?? []).flatMap((place) => place.keys)
  return keys.filter(({ path }, index) => keys.findIndex((other) => other.path === path) === index)
}

/**
 * The likely choice, by the first that exists: a path from before or from an import, the key `name`, another key that Postern keeps, a key
 * that was found.
 */
export const likelyChoice = ({
  path,
  name,
  kept,
  found,
}: {
  readonly path: string
  readonly name: string
  readonly kept: readonly string[]
  readonly found: readonly FoundKey[]
}): KeyChoice => {
  if (path !== '') return found.some((key) => key.path === path) ? `found:${path}` : 'path'
  if (kept.includes(name)) return `kept:${name}`
  const [firstKept] = kept
  if (firstKept !== undefined) return `kept:${firstKept}`
  const [firstFound] = found
  return firstFound === undefined ? 'picked' : `found:${firstFound.path}`
}

export const keptName = (choice: KeyChoice): string | undefined =>
  choice.startsWith('kept:') ? choice.slice('kept:'.length) : undefined

/** The path of the chosen file; empty if the choice has no path. */
export const pathOfChoice = (choice: KeyChoice, typed: string): string => {
  if (choice.startsWith('found:')) return choice.slice('found:'.length)
  return choice === 'path' ? typed.trim() : ''
}

/** The source for main, the base of the proposed name, and whether the text shows that it is encrypted. */
export const sourceOf = (
  choice: KeyChoice,
  {
    path,
    picked,
    isFileEncrypted,
  }: { readonly path: string; readonly picked: PickedFile | undefined; readonly isFileEncrypted: boolean },
): { readonly source: KeySource | undefined; readonly fileName: string; readonly isEncrypted: boolean } => {
  const ofFile = pathOfChoice(choice, path)
  if (ofFile !== '') return { source: { kind: 'file', path: ofFile }, fileName: ofFile, isEncrypted: isFileEncrypted }
  if (choice !== 'picked' || picked === undefined) return { source: undefined, fileName: '', isEncrypted: false }
  return { source: { kind: 'text', text: picked.text }, fileName: picked.name, isEncrypted: isEncryptedKey(picked.text) }
}
