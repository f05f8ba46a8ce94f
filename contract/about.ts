/** Whether the OS keychain can be used now. */
export type KeychainState = 'ready' | 'locked' | 'absent'

/** The versions that run, and the folders of Postern's data. */
export interface About {
  /** Postern's own version. */
  readonly version: string
  /** The versions of its components: node, ssh2, and electron and chromium where they are present. */
  readonly components: readonly { readonly name: string; readonly version: string }[]
  readonly platform: 'windows' | 'macos' | 'linux'
  /** Whether this system tells whose a connection to a local port is, so that those of other users are turned away. Found out at the start. */
  readonly tellsOwners: boolean
  /** The log-in name on this computer, proposed as the user name of a new account (recipe R4). */
  readonly userName: string
  /** Absolute paths. */
  readonly dataFolder: string
  readonly logFile: string
  readonly keychain: KeychainState
}

/** The licence of a package that Postern brings along. */
export interface Licence {
  readonly name: string
  readonly version: string
  /** An SPDX expression. */
  readonly licence: string
  readonly text: string
}
