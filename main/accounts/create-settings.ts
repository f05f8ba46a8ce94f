import type { Settings, SettingsChange } from '../../contract/settings.ts'
import type { AccountStore } from './account-store.ts'

/** The settings as they stand in `store`, and their change. Both reject as the store does. */
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
