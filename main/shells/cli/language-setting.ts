import { failureOf, type Failure } from '../../../contract/failure.ts'
import type { Settings } from '../../../contract/settings.ts'

export interface LanguageSetting {
  readonly setting: Settings['language']
  /** The settings were damaged and are set aside. The store reports that once, so the failure must be shown. */
  readonly failure?: Failure
}

/** Reads the language that the person chose. If the settings cannot be read, the command that needs them reports it. */
export const readLanguageSetting = async (dataDir: string): Promise<LanguageSetting> => {
  try {
    const { createAccountStore } = await import('../../accounts/create-account-store.ts')
    return { setting: (await createAccountStore({ folder: dataDir }).read()).settings.language }
  } catch (error) {
    const failure = failureOf(error)
    return failure?.code === 'store-corrupt' ? { setting: 'system', failure } : { setting: 'system' }
  }
}
