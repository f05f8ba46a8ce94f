import { readdirSync, statSync } from 'node:fs'

/** Where Windows keeps its named pipes, readable as a folder. */
const pipeFolder = '\\\\.\\pipe\\'
const openSshPipe = 'openssh-ssh-agent'

/**
 * The agents that this machine has, best first: what `SSH_AUTH_SOCK` names, as for ssh(1); on Windows also the OpenSSH agent's pipe
 * and that of Pageant (0.75 and later have one, named after the user). `pipes` are the names of the pipes that exist.
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

/** The agents of this machine as they are now; an agent may start after Postern does. */
export const agentAddresses = (): readonly string[] =>
  agentAddressesOf({ platform: process.platform, env: process.env, pipes: process.platform === 'win32' ? listPipes() : [] })

const listPipes = (): readonly string[] => {
  try {
    return readdirSync(pipeFolder)
  } catch {
    // Wine lists no pipes, and where Windows would not either, the one with a name of its own can still be looked up.
    return [openSshPipe].filter(isThere)
  }
}

/** A pipe that is there may be no file to look at (Wine); one that is not there is told as everywhere. */
const isThere = (pipe: string): boolean => {
  try {
    statSync(`${pipeFolder}${pipe}`)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT'
  }
}
