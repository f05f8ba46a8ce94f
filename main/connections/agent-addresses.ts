import { readdirSync, statSync } from 'node:fs'

/** The folder that lists the named pipes of Windows. */
const pipeFolder = '\\\\.\\pipe\\'
const openSshPipe = 'openssh-ssh-agent'

/**
 * Returns the addresses of this machine's agents, best first: the one in `SSH_AUTH_SOCK`, as for ssh(1); on Windows also the pipes of
 * OpenSSH's agent and of Pageant (since 0.75, named after the user). `pipes` are the names of the pipes that exist.
 */
export const agentAddressesOf = ({
  platform,
  env,
  pipes,
}: {
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
  readonly pipes: readonly string[]
}): readonly string[] => {
  const named = env['SSH_AUTH_SOCK'] ?? ''
  const addresses = named === '' ? [] : [named]
  if (platform === 'win32') {
    const userName = (env['USERNAME'] ?? '').toLowerCase()
    const isPageant = (pipe: string): boolean => pipe.toLowerCase().startsWith(`pageant.${userName}.`)
    for (const pipe of [...pipes.filter((name) => name === openSshPipe), ...pipes.filter(isPageant)]) {
      const address = `${pipeFolder}${pipe}`
      if (!addresses.includes(address)) addresses.push(address)
    }
  }
  return addresses
}

/** Looks the agents up at each call, because an agent may start after Postern. */
export const agentAddresses = (): readonly string[] =>
  agentAddressesOf({ platform: process.platform, env: process.env, pipes: process.platform === 'win32' ? listPipes() : [] })

const listPipes = (): readonly string[] => {
  try {
    return readdirSync(pipeFolder)
  } catch {
    // Wine lists no pipes. The pipe of OpenSSH's agent has a fixed name and can be looked up without a list.
    return [openSshPipe].filter(isThere)
  }
}

/** Wine cannot stat a pipe that exists. The error for a missing pipe is ENOENT on Windows and Wine alike. */
const isThere = (pipe: string): boolean => {
  try {
    statSync(`${pipeFolder}${pipe}`)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT'
  }
}
