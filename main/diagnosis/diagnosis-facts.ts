import type { About, KeychainState } from '../../contract/about.ts'
import type { Account } from '../../contract/account.ts'
import type { Failure } from '../../contract/failure.ts'
import type { Identity, PublicIdentity } from '../../contract/identity.ts'
import type { Settings } from '../../contract/settings.ts'
import type { TunnelState, TunnelStatus } from '../../contract/tunnel-state.ts'
import type { WrittenLogLine } from '../data-folder/log-tail.ts'

/** The shell that the person uses. */
export interface ShownShell {
  readonly shell: 'electron' | 'browser' | 'command line'
  /** Whether there is a system tray; undefined on the command line, which does not use it. */
  readonly hasTray?: boolean | undefined
}

/** A tunnel as its process reports it. `not-answering` means that the process lives and does not answer. */
export type ShownTunnel = Omit<TunnelStatus, 'state'> & { readonly state: TunnelState | { readonly name: 'not-answering' } }

/** A key file of the person's own, with its public part if that can be read. */
export interface SeenKeyFile {
  readonly path: string
  readonly seen: Pick<PublicIdentity, 'type' | 'bits' | 'encrypted'> | Failure
}

/** The facts of a diagnosis, read at one moment. They hold no secret. */
export interface DiagnosisFacts extends ShownShell {
  /** ISO 8601 in UTC. */
  readonly madeAt: string
  readonly version: string
  readonly components: About['components']
  /** The system, its release and processor, and the desktop. */
  readonly system: string
  readonly keychain: KeychainState
  /** A failure for each fact that could not be read. */
  readonly failures: readonly Failure[]
  readonly settings: Settings | undefined
  readonly accounts: readonly Account[]
  readonly identities: readonly Identity[]
  readonly keyFiles: readonly SeenKeyFile[]
  /** One for each account that runs. */
  readonly tunnels: readonly ShownTunnel[]
  /** The oldest first. */
  readonly log: readonly WrittenLogLine[]
  /** The names of this computer, its user and the person's folders. */
  readonly place: { readonly hostName: string; readonly userName: string; readonly home: string; readonly dataFolder: string }
}
