import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import type { Licence } from '../../contract/about.ts'

const LicencesSchema = z.array(z.object({ name: z.string(), version: z.string(), licence: z.string(), text: z.string() }))

// The build writes the file beside its entries, and puts this module there or into a folder of chunks below.
const places = ['.', '..'].map((folder) => path.join(import.meta.dirname, folder, 'licences.json'))

const readIfThere = async (file: string): Promise<string | undefined> => {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

/** The licences of all that Postern brings along, as the build wrote them down. None where Postern runs from its sources. */
export const readLicences = async (): Promise<readonly Licence[]> => {
  for (const place of places) {
    const text = await readIfThere(place)
    if (text !== undefined) return LicencesSchema.parse(JSON.parse(text))
  }
  return []
}
