import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import type { SettingsChange } from '../contract/settings.ts'

const StoredSchema = z.looseObject({ settings: z.looseObject({}).optional() })

/** Writes a change of the settings into the settings file of a data folder that no Postern uses at the moment. */
export const changeSettings = async (dataDir: string, change: SettingsChange): Promise<void> => {
  const file = path.join(dataDir, 'settings.json')
  const stored = StoredSchema.parse(JSON.parse(await readFile(file, 'utf8')))
  await writeFile(file, JSON.stringify({ ...stored, settings: { ...stored.settings, ...change } }))
}
