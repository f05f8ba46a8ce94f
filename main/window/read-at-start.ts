import type { Account } from '../../contract/account.ts'
import { failureOf, type Failure } from '../../contract/failure.ts'
import { SettingsSchema, type Settings } from '../../contract/settings.ts'
import type { Core } from '../core.ts'

export interface ReadAtStart {
  readonly settings: Settings
  readonly accounts: readonly Account[]
  /** The store was damaged and has been set aside. The store reports this only once, so the window must show it. */
  readonly damage?: Failure | undefined
}

type Stored = Pick<Core, 'settings' | 'accounts'>

const read = async ({ settings, accounts }: Stored): Promise<ReadAtStart> => ({
  settings: await settings(),
  accounts: await accounts.list(),
})

// If the settings cannot be read at all, the window opens with defaults, and its requests for them show the failure.
const readOrNothing = (stored: Stored): Promise<ReadAtStart> =>
  read(stored).catch((error: unknown) => {
    if (failureOf(error) === undefined) throw error
    return { settings: SettingsSchema.parse({}), accounts: [] }
  })

/** Reads the settings and accounts when the window starts; after damage, those of the last good copy. */
export const readAtStart = async (stored: Stored): Promise<ReadAtStart> => {
  try {
    return await read(stored)
  } catch (error) {
    const failure = failureOf(error)
    return { ...(await readOrNothing(stored)), damage: failure?.code === 'store-corrupt' ? failure : undefined }
  }
}
