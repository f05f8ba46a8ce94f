import { FailureError, type Failure } from '../../../contract/failure.ts'
import { SettingsSchema, type Settings } from '../../../contract/settings.ts'
import type { WindowService } from '../../window/window-service.ts'

/** The settings for the start of the window. */
export interface SettingsAtStart {
  readonly settings: Settings
  /** The store was damaged and is set aside. The store reports that once, so the failure must be shown. */
  readonly damage?: Failure
}

const ask = async ({ answer }: Pick<WindowService, 'answer'>): Promise<SettingsAtStart> => {
  const outcome = await answer('getSettings', {})
  if (!outcome.ok) throw new FailureError(outcome.failure)
  return { settings: SettingsSchema.parse(outcome.answer) }
}

/** Reads the settings; after damage, those of the last good copy. Rejects with FailureError if they cannot be read. */
export const settingsAtStart = async (service: Pick<WindowService, 'answer'>): Promise<SettingsAtStart> => {
  try {
    return await ask(service)
  } catch (error) {
    if (!(error instanceof FailureError) || error.failure.code !== 'store-corrupt') throw error
    return { ...(await ask(service)), damage: error.failure }
  }
}
