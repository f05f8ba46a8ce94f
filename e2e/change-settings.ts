import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import type { SettingsChange } from '../contract/settings.ts'

const StoredSchema = z.looseObject({ settings: z.looseObject({}).optional() })

/** Writes what a person would set in the window into the settings file of a folder that no Postern uses just now. */
export const changeSettings = async (dataDir: string, change: SettingsChange): Promise<void> => {
  const file = path.join(dataDir, 'settings.json')
  const stored = StoredSchema.parse(JSON.parse(await readFile(file, 'utf8')))
  await writeFile(file, JSON.stringify({ ...stored, settings: { ...stored.settings, ...change } }))
}
