import path from 'node:path'
import type { ImportContext } from './import-context.ts'

/** The values that ssh puts in the place of `%` tokens (ssh_config(5), "TOKENS"). */
export type Tokens = Readonly<Record<string, string | undefined>>

/** Expands the tokens in `text`. Returns undefined if it has a token that `tokens` has no value for. */
export const expandTokens = (text: string, tokens: Tokens): string | undefined => {
  const valueOf = (token: string): string | undefined =>
    token === '%' ? '%' : Object.hasOwn(tokens, token) ? tokens[token] : undefined
  const used = [...text.matchAll(/%(.?)/gs)].map(([, token = '']) => token)
  if (used.some((token) => valueOf(token) === undefined)) return undefined
  return text.replace(/%(.?)/gs, (_, token: string) => valueOf(token) ?? '')
}

/** Expands `~/.ssh/id_rsa` by the home folder, if that is known. Other paths stay as they are. */
export const expandHome = (file: string, { homeFolder }: ImportContext): string => {
  const [, behind] = /^~[/\\](.*)$/s.exec(file) ?? []
  if (behind === undefined || homeFolder === undefined) return file
  const style = homeFolder.includes('\\') ? path.win32 : path.posix
  return style.join(homeFolder, behind)
}
