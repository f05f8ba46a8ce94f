/** The places of the window beside the accounts, in the order in which they are listed. */
export const places = [
  { path: '/known-hosts', name: 'knownHosts' },
  { path: '/keys', name: 'keys' },
  { path: '/log', name: 'log' },
  { path: '/settings', name: 'settings' },
  { path: '/about', name: 'about' },
] as const
