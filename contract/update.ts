/** The state of the check for a newer Postern. */
export type Update =
  /** This Postern was not installed by what could bring it up to date: it runs from source, or came with the system's packages. */
  | { readonly state: 'unavailable' }
  /** The person has not switched the check on; see `Settings.checkForUpdates`. */
  | { readonly state: 'off' }
  | { readonly state: 'checking' }
  | { readonly state: 'current' }
  /** Fetched and checked; it takes the place of this one when Postern quits. */
  | { readonly state: 'ready'; readonly version: string }
  /** The check failed; Postern tries again by itself. */
  | { readonly state: 'failed' }
