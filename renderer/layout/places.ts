/** The pages of the window beside the accounts, in the order of the menu. */
export const places = [
  { path: '/known-hosts', name: 'knownHosts' },
  { path: '/certificates', name: 'certificates' },
  { path: '/keys', name: 'keys' },
  { path: '/log', name: 'log' },
  { path: '/settings', name: 'settings' },
  { path: '/about', name: 'about' },
] as const
