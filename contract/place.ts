/** Where the tray or a notification leads the window. */
export type Place =
  { readonly place: 'accounts' } | { readonly place: 'settings' } | { readonly place: 'account'; readonly accountId: string }
