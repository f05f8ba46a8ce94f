import path from 'node:path'
import { mustRun, type ProgramResult, runProgram } from './run-program.ts'
import { startProcess, type StartedProcess } from './started-process.ts'
import { makeTemporaryFolder } from './temporary-folder.ts'

/** The components that `describeWith` needs for a test with a network of its own. */
export const privateNetworkComponents = ['root', 'ip', 'unshare', 'nsenter', 'networks'] as const

/**
 * A network of the test's own (network_namespaces(7)), like that of a second computer: a virtual cable leads from it to this machine, and can
 * be pulled. In the machine's own network only the other end of the cable is added.
 */
export interface PrivateNetwork {
  /** The address of this machine's end of the cable, on which a server for that computer listens. */
  readonly serverAddress: string
  /** Returns a command with its arguments that runs `program` in that network. */
  readonly inside: (program: string, args: readonly string[]) => { readonly program: string; readonly args: readonly string[] }
  readonly run: (program: string, args: readonly string[]) => Promise<ProgramResult>
  readonly pullCable: () => Promise<void>
  readonly plugCable: () => Promise<void>
  /** Replaces the computer's address by another. */
  readonly changeAddress: () => Promise<void>
  /** Drops all answers to the computer without an error: its packets arrive, and nothing comes back. */
  readonly blackhole: () => Promise<void>
  readonly endBlackhole: () => Promise<void>
  readonly stop: () => Promise<void>
}

export const makePrivateNetwork = async (): Promise<PrivateNetwork> => {
  const folder = await makeTemporaryFolder('network')
  // The namespace exists as long as this process, and the cable as long as the namespace.
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

  // RFC 2544 reserves 198.18.0.0/15 for tests of networks. Tests at the same time use different parts of it.
  const part = `198.18.${computer.pid % 256}`
  const [serverAddress, first, second] = [`${part}.1`, `${part}.2`, `${part}.3`]
  const [cable, card] = [`pt${computer.pid}`, 'card']
  await here('link', 'add', cable, 'type', 'veth', 'peer', 'name', card, 'netns', String(computer.pid))
  await here('address', 'add', `${serverAddress}/24`, 'dev', cable)
  await here('link', 'set', cable, 'up')
  await onComputer('address', 'add', `${first}/24`, 'dev', card)
  await onComputer('link', 'set', card, 'up')

  return {
    serverAddress,
    inside,
    run,
    pullCable: () => onComputer('link', 'set', card, 'down'),
    plugCable: () => onComputer('link', 'set', card, 'up'),
    changeAddress: async () => {
      await onComputer('address', 'add', `${second}/24`, 'dev', card)
      await onComputer('address', 'delete', `${first}/24`, 'dev', card)
      // With the first address the kernel removes the second of the same subnet too, unless it promotes that one. So it is added again.
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
      // Otherwise it would exist until the last socket in that network is closed.
      await runProgram('ip', ['link', 'delete', cable])
      await computer.stop()
      await folder.remove()
    },
  }
}
