import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../main/testing/free-port.ts'
import { startChild } from './child.ts'

/** The programs that are measured side by side. `tcp` is a bare proxy without SSH. */
export const competitors = ['ssh', 'postern', 'plink', 'tcp'] as const
export type Competitor = (typeof competitors)[number]

/** The SSH server and how to log in there, for every program in its own form. */
export interface BenchServer {
  readonly port: number
  readonly user: string
  readonly clientKeyFile: string
  readonly clientPpkFile: string
  readonly knownHostsFile: string
  readonly fingerprint: string
}

export interface ForwardOptions {
  readonly server: BenchServer
  /** The port of the server, or of a simulated network before it. */
  readonly sshPort: number
  readonly destinationPort: number
  readonly compression: boolean
  /** Postern alone can bring TLS to the destination. */
  readonly mailTls: boolean
  /** Built by build-postern.ts. */
  readonly posternScript: string
}

/** The questions for postern-forward.ts: to bind a port, then to connect SSH behind it. */
export type PosternQuestion =
  { readonly type: 'listen'; readonly options: ForwardOptions } | { readonly type: 'connect' } | { readonly type: 'admission' }

export interface Forward {
  readonly port: number
  /** The time at which it was asked to connect SSH, in ms of the epoch. */
  readonly startedAt: number
  /** The process that forwards. */
  readonly pid: number
  readonly stop: () => Promise<void>
  /** Of Postern: how long it took to find out whose each of the last connections was, in ms, 95th percentile. */
  readonly admission?: () => Promise<number>
}

/** Milliseconds since the epoch, with fractions: the one clock that two processes share. */
export const now = (): number => performance.timeOrigin + performance.now()

/**
 * Starts a forward and resolves without waiting for its SSH connection. ssh and plink start a process for each tunnel. Postern is an
 * application that runs already, so its time counts from the request to connect.
 */
export const startForward = async (competitor: Competitor, options: ForwardOptions): Promise<Forward> => {
  switch (competitor) {
    case 'postern': {
      const child = startChild<PosternQuestion, number>(options.posternScript)
      const port = await child.ask({ type: 'listen', options })
      const startedAt = now()
      child.ask({ type: 'connect' }).catch((error: unknown) => console.error(error))
      return { port, startedAt, pid: child.pid, stop: child.stop, admission: () => child.ask({ type: 'admission' }) }
    }
    case 'tcp': {
      const child = startChild<{ readonly targetPort: number }, number>('tcp-proxy.ts')
      return {
        port: await child.ask({ targetPort: options.destinationPort }),
        startedAt: now(),
        pid: child.pid,
        stop: child.stop,
      }
    }
    case 'ssh':
      return await startProgram('ssh', sshArguments, options)
    case 'plink':
      return await startProgram('plink', plinkArguments, options)
  }
}

const sshArguments = ({ server, sshPort, compression }: ForwardOptions, forward: string): readonly string[] => [
  ...['-F', 'none', '-N', '-L', forward, '-p', String(sshPort), '-i', server.clientKeyFile],
  ...['-o', 'IdentitiesOnly=yes', '-o', 'IdentityAgent=none', '-o', 'BatchMode=yes'],
  ...['-o', `UserKnownHostsFile=${server.knownHostsFile}`, '-o', 'StrictHostKeyChecking=yes', '-o', 'HostKeyAlias=bench'],
  ...(compression ? ['-C'] : []),
  `${server.user}@127.0.0.1`,
]

const plinkArguments = ({ server, sshPort, compression }: ForwardOptions, forward: string): readonly string[] => [
  ...['-ssh', '-batch', '-N', '-L', forward, '-P', String(sshPort), '-i', server.clientPpkFile, '-hostkey', server.fingerprint],
  ...(compression ? ['-C'] : []),
  `${server.user}@127.0.0.1`,
]

const startProgram = async (
  program: string,
  argumentsOf: (options: ForwardOptions, forward: string) => readonly string[],
  options: ForwardOptions,
): Promise<Forward> => {
  const port = await freePort()
  const startedAt = now()
  const child = spawn(program, argumentsOf(options, `127.0.0.1:${port}:127.0.0.1:${options.destinationPort}`), {
    stdio: 'ignore',
  })
  await once(child, 'spawn')
  const end = (): void => {
    child.kill('SIGKILL')
  }
  process.once('exit', end)
  return {
    port,
    startedAt,
    pid: child.pid ?? 0,
    stop: async () => {
      process.off('exit', end)
      await ended(child)
    },
  }
}

const ended = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill('SIGTERM')
  await exit
}

/** Resolves when a program listens on the forward's port. */
export const whenListening = async ({ port }: Forward): Promise<void> => {
  for (let tries = 0; tries < 2000; tries += 1) {
    const socket = connect({ port, host: '127.0.0.1' })
    try {
      await once(socket, 'connect')
      socket.destroy()
      return
    } catch {
      await sleep(10)
    }
  }
  throw new Error(`nothing listens on port ${port}`)
}
