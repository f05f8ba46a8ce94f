import type { Account } from '../contract/account.ts'
import type { Identity } from '../contract/identity.ts'
import type { Settings } from '../contract/settings.ts'
import type { AccountService } from './accounts/account-service.ts'
import type { IdentityService } from './identities/identity-service.ts'
import type { HostTrust } from './known-hosts/host-trust.ts'
import type { GreetingCheck } from './mail/greeting-check.ts'
import type { EventEmitter, TunnelService } from './tunnels/tunnel-service.ts'
import type { Vault } from './vault/vault.ts'

/** What every shell stands on. compose.ts builds it. */
export interface Core {
  readonly dataDir: string
  readonly settings: () => Promise<Settings>
  readonly accounts: AccountService
  readonly identities: IdentityService
  readonly hostTrust: HostTrust
  readonly vault: Vault
  readonly tunnels: TunnelService
  readonly events: EventEmitter
  /** Connects, reads the greeting behind each enabled forward, and disconnects. */
  readonly checkGreetings: (accountNameOrId: string) => Promise<readonly GreetingCheck[]>
  /**
   * Adds the identity's public key line to the account's authorized_keys over one password log-in, then proves it: a fresh connection
   * with the key alone, and a channel to each destination. The account logs in with that key from then on.
   */
  readonly installKey: (options: {
    readonly identity: string
    readonly account: string
    /** With `restrict,port-forwarding,permitopen="…"` for the account's own destinations. */
    readonly restricted: boolean
  }) => Promise<{ readonly account: Account; readonly identity: Identity; readonly line: string; readonly alreadyThere: boolean }>
  readonly close: () => Promise<void>
}
