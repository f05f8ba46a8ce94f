/** The state of the check for a newer Postern. */
export type Update =
  /** This Postern cannot update itself: it runs from source, or came with the system's packages. */
  | { readonly state: 'unavailable' }
  /** The person has not switched the check on; see `Settings.checkForUpdates`. */
  | { readonly state: 'off' }
  | { readonly state: 'checking' }
  | { readonly state: 'current' }
  /** The new version was downloaded and checked. It is installed when Postern quits. */
  | { readonly state: 'ready'; readonly version: string }
  /** The check failed; Postern tries again by itself. */
  | { readonly state: 'failed' }
