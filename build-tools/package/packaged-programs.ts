import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'

/**
 * The program that holds the fuses, in electron-builder's folder of an application (`win-arm64-unpacked`, `mac-arm64`); undefined for any
 * other folder.
 */
const programIn = (folder: string, name: string): string | undefined => {
  const inside = path.join(folder, name)
  if (name.startsWith('mac')) return path.join(inside, 'Postern.app')
  if (/^win.*-unpacked$/.test(name)) return path.join(inside, 'Postern.exe')
  if (/^linux.*-unpacked$/.test(name)) return path.join(inside, 'postern')
  return undefined
}

/** The packaged applications in electron-builder's output folder, each as the path of the program that holds its fuses. */
export const packagedPrograms = (output: string): readonly string[] =>
  readdirSync(output)
    .map((name) => programIn(output, name))
    .filter((program) => program !== undefined)
    .filter((program) => existsSync(program))
