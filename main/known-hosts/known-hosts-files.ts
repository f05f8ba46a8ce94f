import path from 'node:path'

/** Returns the known_hosts files that OpenSSH reads by default (ssh_config(5), UserKnownHostsFile and GlobalKnownHostsFile). */
export const openSshKnownHosts = (context: {
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Partial<Record<string, string>>>
  /** The person's home folder. */
  readonly home: string
}): readonly string[] => {
  const { platform, env, home } = context
  const paths = platform === 'win32' ? path.win32 : path.posix
  const system = platform === 'win32' ? paths.join(env['ProgramData'] ?? 'C:\\ProgramData', 'ssh') : '/etc/ssh'
  return [
    paths.join(home, '.ssh', 'known_hosts'),
    paths.join(home, '.ssh', 'known_hosts2'),
    paths.join(system, 'ssh_known_hosts'),
    paths.join(system, 'ssh_known_hosts2'),
  ]
}
