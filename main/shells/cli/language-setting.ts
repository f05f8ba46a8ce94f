import { failureOf, type Failure } from '../../../contract/failure.ts'
import type { Settings } from '../../../contract/settings.ts'

export interface LanguageSetting {
  readonly setting: Settings['language']
  /** The settings were damaged and have been set aside: the store tells that once, so it must be passed on. */
  readonly failure?: Failure
}

/** The language that the person chose. Settings that cannot be read are reported by the command that needs them. */
export const readLanguageSetting = async (dataDir: string): Promise<LanguageSetting> => {
  try {
    const { createAccountStore } = await import('../../accounts/create-account-store.ts')
    return { setting: (await createAccountStore({ folder: dataDir }).read()).settings.language }
  } catch (error) {
    const failure = failureOf(error)
    return failure?.code === 'store-corrupt' ? { setting: 'system', failure } : { setting: 'system' }
  }
}
