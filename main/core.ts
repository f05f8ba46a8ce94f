import type { Settings, SettingsChange } from '../contract/settings.ts'
import type { OnboardingKeeper } from './accounts/create-onboarding.ts'
import type { AccountService } from './accounts/account-service.ts'
import type { Control } from './control/create-control.ts'
import type { Discover } from './discover/create-discover.ts'
import type { IdentityService } from './identities/identity-service.ts'
import type { InstallKey } from './key-install/install-key.ts'
import type { ProveAccountKey } from './key-install/prove-account-key.ts'
import type { HostTrust } from './known-hosts/host-trust.ts'
import type { CertificateTrust } from './mail/certificates/certificate-trust.ts'
import type { MailChecks } from './connections/mail-checks.ts'
import type { HostKeyOffers } from './connections/host-key-offers.ts'
import type { TrafficService } from './traffic/traffic-service.ts'
import type { EventEmitter, TunnelService } from './tunnels/tunnel-service.ts'
import type { Vault } from './vault/vault.ts'

/** The services that every shell uses. compose.ts builds them. */
export interface Core extends MailChecks {
  readonly settings: () => Promise<Settings>
  /** A field that `change` leaves out keeps its value. */
  readonly changeSettings: (change: SettingsChange) => Promise<Settings>
  readonly accounts: AccountService
  readonly identities: IdentityService
  readonly hostTrust: HostTrust
  readonly hostKeyOffers: HostKeyOffers
  readonly certificateTrust: CertificateTrust
  readonly vault: Vault
  readonly tunnels: TunnelService
  readonly traffic: TrafficService
  readonly events: EventEmitter
  readonly installKey: InstallKey
  readonly onboarding: OnboardingKeeper
  readonly proveKey: ProveAccountKey
  readonly discover: Discover
  /** Claims the data folder for a window, since it has one application. Rejects `application-running`. `close` releases the claim. */
  readonly claimApplication: Control['claimApplication']
  readonly close: () => Promise<void>
}
