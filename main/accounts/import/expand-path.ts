import path from 'node:path'
import type { ImportContext } from './import-context.ts'

/** What ssh puts in the place of a `%` token (ssh_config(5), "TOKENS"). */
export type Tokens = Readonly<Record<string, string | undefined>>

/** Puts the tokens in; undefined where one of them is not known here. */
export const expandTokens = (text: string, tokens: Tokens): string | undefined => {
  const valueOf = (token: string): string | undefined =>
    token === '%' ? '%' : Object.hasOwn(tokens, token) ? tokens[token] : undefined
  const used = [...text.matchAll(/%(.?)/gs)].map(([, token = '']) => token)
  if (used.some((token) => valueOf(token) === undefined)) return undefined
  return text.replace(/%(.?)/gs, (_, token: string) => valueOf(token) ?? '')
}

/** `~/.ssh/id_rsa` in the home folder, where that is known; other paths stay as they are. */
export const expandHome = (file: string, { homeFolder }: ImportContext): string => {
  const [, behind] = /^~[/\\](.*)$/s.exec(file) ?? []
  if (behind === undefined || homeFolder === undefined) return file
  const style = homeFolder.includes('\\') ? path.win32 : path.posix
  return style.join(homeFolder, behind)
}
