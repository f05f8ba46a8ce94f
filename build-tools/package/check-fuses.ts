import { packagedPrograms } from './packaged-programs.ts'
import { wrongFuses } from './fuses.ts'

/**
 * Reads the fuses of every application in electron-builder's output folder back. Returns a line for each fault:
 * a fuse with another value, a program without fuses, and a folder with no program in it.
 */
export const checkFuses = async (output: string): Promise<readonly string[]> => {
  const programs = packagedPrograms(output)
  if (programs.length === 0) return [`there is no packaged Postern in ${output}`]
  const faults = await Promise.all(
    programs.map(async (program) => {
      const wrong = await wrongFuses(program).catch((error: unknown) => [error instanceof Error ? error.message : String(error)])
      return wrong.map((fault) => `${program}: ${fault}`)
    }),
  )
  return faults.flat()
}
