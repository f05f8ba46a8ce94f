import type { Settings, SettingsChange } from '../../contract/settings.ts'
import type { AccountStore } from './account-store.ts'

/** Reads and changes the settings in `store`. Both functions reject the failures of the store. */
export const createSettings = (
  store: AccountStore,
): {
  readonly settings: () => Promise<Settings>
  readonly changeSettings: (change: SettingsChange) => Promise<Settings>
} => ({
  settings: async () => (await store.read()).settings,
  changeSettings: async (change) => {
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
    const data = await store.update((before) => ({ ...before, settings: { ...before.settings, ...given } }))
    return data.settings
  },
})
