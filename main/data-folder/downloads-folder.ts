import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import type { FolderEnvironment } from './data-folder.ts'

const isFolder = (name: string): boolean => statSync(name, { throwIfNoEntry: false })?.isDirectory() === true

const readText = (file: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

/** The desktop's setting of the downloads folder (user-dirs.dirs(5)): a shell assignment, absolute or below $HOME. */
const desktopDownloads = ({ env, home }: FolderEnvironment): string | undefined => {
  const chosen = env['XDG_CONFIG_HOME'] ?? ''
  const text = readText(path.join(chosen === '' ? path.join(home, '.config') : chosen, 'user-dirs.dirs'))
  const [, start = '', rest = ''] = /^[ \t]*XDG_DOWNLOAD_DIR="(\$HOME\/|\/)((?:[^"\\$`]|\\.)*)"/m.exec(text) ?? []
  if (start === '') return undefined
  return path.join(start === '/' ? '/' : home, rest.replace(/\\(.)/g, '$1'))
}

/** Returns the absolute path of the person's downloads folder, or else of their home folder. */
export const downloadsFolder = (environment: FolderEnvironment): string => {
  const { platform, home } = environment
  const candidates = [platform === 'linux' ? desktopDownloads(environment) : undefined, path.join(home, 'Downloads')]
  return candidates.find((candidate) => candidate !== undefined && isFolder(candidate)) ?? home
}
