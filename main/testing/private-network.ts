import path from 'node:path'
import { mustRun, type ProgramResult, runProgram } from './run-program.ts'
import { startProcess, type StartedProcess } from './started-process.ts'
import { makeTemporaryFolder } from './temporary-folder.ts'

/** What `describeWith` has to name for a test that uses a network of its own. */
export const privateNetworkComponents = ['root', 'ip', 'unshare', 'nsenter', 'networks'] as const

/**
 * A computer of the test's own as far as its network goes (network_namespaces(7)): one cable leads from it to this machine, and can be
 * pulled. The machine's own network stays as it is, but for the other end of the cable.
 */
export interface PrivateNetwork {
  /** This machine's end of the cable, where a server that the computer reaches listens. */
  readonly serverAddress: string
  /** A command with its arguments, so that it runs on that computer. */
  readonly inside: (program: string, args: readonly string[]) => { readonly program: string; readonly args: readonly string[] }
  readonly run: (program: string, args: readonly string[]) => Promise<ProgramResult>
  readonly pullCable: () => Promise<void>
  readonly plugCable: () => Promise<void>
  /** Gives the computer another address in the place of the one that it has. */
  readonly changeAddress: () => Promise<void>
  /** Nothing comes back to the computer, and nothing tells it why: its packets are taken and their answers thrown away. */
  readonly blackhole: () => Promise<void>
  readonly endBlackhole: () => Promise<void>
  readonly stop: () => Promise<void>
}

export const makePrivateNetwork = async (): Promise<PrivateNetwork> => {
  const folder = await makeTemporaryFolder('network')
  // The namespace lives as long as this process, and the cable as long as the namespace.
  const computer: StartedProcess = await startProcess({
    program: 'unshare',
    args: ['--net', 'sh', '-c', 'ip link set lo up && echo up && exec sleep 3600'],
    logFile: path.join(folder.path, 'computer.log'),
    ready: (log) => log.includes('up'),
  })
  const inside: PrivateNetwork['inside'] = (program, args) => ({
    program: 'nsenter',
    args: [`--net=/proc/${computer.pid}/ns/net`, '--', program, ...args],
  })
  const run = (program: string, args: readonly string[]): Promise<ProgramResult> => {
    const { program: command, args: all } = inside(program, args)
    return runProgram(command, all)
  }
  const onComputer = async (...args: readonly string[]): Promise<void> => {
    const { program, args: all } = inside('ip', args)
    await mustRun(program, all)
  }
  const here = (...args: readonly string[]): Promise<string> => mustRun('ip', args)

  // RFC 2544 keeps 198.18.0.0/15 for tests of networks; those that run at the same time take different parts of it.
  const part = `198.18.${computer.pid % 256}`
  const [serverAddress, first, second] = [`${part}.1`, `${part}.2`, `${part}.3`]
  const [cable, card] = [`pt${computer.pid}`, 'card']
  await here('link', 'add', cable, 'type', 'veth', 'peer', 'name', card, 'netns', String(computer.pid))
  await here('address', 'add', `${serverAddress}/24`, 'dev', cable)
  await here('link', 'set', cable, 'up')
  await onComputer('address', 'add', `${first}/24`, 'dev', card)
  await onComputer('link', 'set', card, 'up')

  return {
    ...{ serverAddress, inside, run },
    pullCable: () => onComputer('link', 'set', card, 'down'),
    plugCable: () => onComputer('link', 'set', card, 'up'),
    changeAddress: async () => {
      await onComputer('address', 'add', `${second}/24`, 'dev', card)
      await onComputer('address', 'delete', `${first}/24`, 'dev', card)
      // Without the first one its whole subnet goes, where the kernel does not promote the second.
      await onComputer('address', 'replace', `${second}/24`, 'dev', card)
    },
    blackhole: async () => {
      await here('route', 'add', 'blackhole', `${first}/32`)
    },
    endBlackhole: async () => {
      await here('route', 'delete', 'blackhole', `${first}/32`)
    },
    stop: async () => {
      await runProgram('ip', ['route', 'delete', 'blackhole', `${first}/32`])
      // By itself it would go only when the last socket of the computer has.
      await runProgram('ip', ['link', 'delete', cable])
      await computer.stop()
      await folder.remove()
    },
  }
}
