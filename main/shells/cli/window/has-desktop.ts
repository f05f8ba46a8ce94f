interface Machine {
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
}

const isSet = (value: string | undefined): boolean => value !== undefined && value !== ''

/**
 * Whether the person can see a browser or a window that is started here. Over SSH it would open on another screen. On Linux without a
 * display it would be a text browser without a terminal.
 */
export const hasDesktop = ({ platform, env }: Machine): boolean => {
  const display = isSet(env['DISPLAY']) || isSet(env['WAYLAND_DISPLAY'])
  if (platform === 'linux') return display || isSet(env['WSL_DISTRO_NAME'])
  return !isSet(env['SSH_CONNECTION'])
}
