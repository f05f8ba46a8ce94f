import type { Account } from '../../contract/account.ts'
import { failureOf, type Failure } from '../../contract/failure.ts'
import { SettingsSchema, type Settings } from '../../contract/settings.ts'
import type { Core } from '../core.ts'

export interface ReadAtStart {
  readonly settings: Settings
  readonly accounts: readonly Account[]
  /** The store was found damaged and has been set aside. It tells that once, so it must be passed on. */
  readonly damage?: Failure
}

type Stored = Pick<Core, 'settings' | 'accounts'>

const read = async ({ settings, accounts }: Stored): Promise<ReadAtStart> => ({
  settings: await settings(),
  accounts: await accounts.list(),
})

// Settings that cannot be read at all are told by the request that wants them; the window opens to say so.
const readOrNothing = (stored: Stored): Promise<ReadAtStart> =>
  read(stored).catch((error: unknown) => {
    if (failureOf(error) === undefined) throw error
    return { settings: SettingsSchema.parse({}), accounts: [] }
  })

/** What is configured when the window starts; after damage, that of the last good copy. */
export const readAtStart = async (stored: Stored): Promise<ReadAtStart> => {
  try {
    return await read(stored)
  } catch (error) {
    const failure = failureOf(error)
    return { ...(await readOrNothing(stored)), ...(failure?.code === 'store-corrupt' ? { damage: failure } : {}) }
  }
}
