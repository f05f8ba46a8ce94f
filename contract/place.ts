/** A place in the window that the tray or a notification can show. */
export type Place =
  { readonly place: 'accounts' } | { readonly place: 'settings' } | { readonly place: 'account'; readonly accountId: string }
