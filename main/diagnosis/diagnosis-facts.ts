import type { About, KeychainState } from '../../contract/about.ts'
import type { Account } from '../../contract/account.ts'
import type { Failure } from '../../contract/failure.ts'
import type { Identity, PublicIdentity } from '../../contract/identity.ts'
import type { Settings } from '../../contract/settings.ts'
import type { TunnelState, TunnelStatus } from '../../contract/tunnel-state.ts'
import type { WrittenLogLine } from '../data-folder/log-tail.ts'

/** The front that a person sees. */
export interface ShownShell {
  readonly shell: 'electron' | 'browser' | 'command line'
  /** Whether there is a system tray; undefined on the command line, which has no use for one. */
  readonly hasTray?: boolean
}

/** A tunnel as its process tells it. `not-answering` is a process that lives and gives no answer. */
export type ShownTunnel = Omit<TunnelStatus, 'state'> & { readonly state: TunnelState | { readonly name: 'not-answering' } }

/** A key file of the person's own, as far as it can be read. */
export interface SeenKeyFile {
  readonly path: string
  readonly seen: Pick<PublicIdentity, 'type' | 'bits' | 'encrypted'> | Failure
}

/** All that a diagnosis tells, read at one moment. Holds no secret. */
export interface DiagnosisFacts extends ShownShell {
  /** ISO 8601 in UTC. */
  readonly madeAt: string
  readonly version: string
  readonly components: About['components']
  /** The system, its release and processor, and what draws its windows. */
  readonly system: string
  readonly keychain: KeychainState
  /** What could not be read. */
  readonly failures: readonly Failure[]
  readonly settings: Settings | undefined
  readonly accounts: readonly Account[]
  readonly identities: readonly Identity[]
  readonly keyFiles: readonly SeenKeyFile[]
  /** One for each account that runs. */
  readonly tunnels: readonly ShownTunnel[]
  /** The oldest first. */
  readonly log: readonly WrittenLogLine[]
  /** What this computer, its user and the person's folders are called. */
  readonly place: { readonly hostName: string; readonly userName: string; readonly home: string; readonly dataFolder: string }
}
