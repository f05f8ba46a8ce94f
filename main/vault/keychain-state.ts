import type { KeychainState } from '../../contract/about.ts'
import { failureOf } from '../../contract/failure.ts'
import type { Vault } from './vault.ts'

// No account has this entry. The look-up alone shows whether the keychain works.
const probe = { kind: 'password', accountId: '00000000-0000-0000-0000-000000000000' } as const

/** Whether the OS keychain can be used now. */
export const keychainState = async (vault: Vault): Promise<KeychainState> => {
  try {
    await vault.get(probe)
    return 'ready'
  } catch (error) {
    const code = failureOf(error)?.code
    if (code === 'keychain-absent') return 'absent'
    if (code === 'keychain-locked') return 'locked'
    throw error
  }
}
