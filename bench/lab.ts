import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { mustRun } from '../main/testing/run-program.ts'
import { startSshd } from '../main/testing/sshd.ts'
import { buildPostern } from './build-postern.ts'
import { startChild, type Child } from './child.ts'
import { startForward, type BenchServer, type Competitor, type Forward } from './competitor.ts'
import { startSlowNetwork, type SlowNetwork, type NetworkOptions } from './slow-network.ts'
import type { Load } from './load.ts'

export interface ForwardRequest {
  readonly network?: Omit<NetworkOptions, 'targetPort'>
  readonly compression?: boolean
  /** Postern brings TLS to the destination. */
  readonly mailTls?: boolean
}

/** The parts that every row shares: one sshd, one destination, one load client. */
export interface Lab {
  /** Starts a forward, behind a simulated network of its own if `network` is set. */
  readonly forward: (competitor: Competitor, request?: ForwardRequest) => Promise<Forward>
  readonly load: (load: Load) => Promise<number>
  readonly stop: () => Promise<void>
}

export const startLab = async (): Promise<Lab> => {
  const posternScript = await buildPostern()
  const sshd = await startSshd({ config: ['LogLevel INFO'] })
  const destination = startChild<{ readonly tls?: boolean }, number>('load-server.ts')
  const client: Child<Load, number> = startChild('load-client.ts')
  const destinationPort = await destination.ask({})
  const tlsPort = await destination.ask({ tls: true })
  const hostKey = sshd.hostKeys()[0]
  if (hostKey === undefined) throw new Error('the server has no host key')
  const server: BenchServer = {
    port: sshd.port,
    user: sshd.user,
    clientKeyFile: sshd.clientKeyFile,
    clientPpkFile: path.join(sshd.folder, 'client.ppk'),
    knownHostsFile: path.join(sshd.folder, 'known_hosts'),
    fingerprint: hostKey.fingerprint,
  }
  await writeFile(server.knownHostsFile, `bench ${hostKey.publicKey}\n`)
  await mustRun('puttygen', [sshd.clientKeyFile, '-O', 'private', '-o', server.clientPpkFile])

  return {
    forward: async (competitor, { network: networkOptions, compression = false, mailTls = false } = {}) => {
      let network: SlowNetwork | undefined
      if (networkOptions !== undefined) {
        const targetPort = competitor === 'tcp' ? destinationPort : server.port
        network = await startSlowNetwork({ ...networkOptions, targetPort })
      }
      const forward = await startForward(competitor, {
        server,
        sshPort: network?.port ?? server.port,
        destinationPort: competitor === 'tcp' ? (network?.port ?? destinationPort) : mailTls ? tlsPort : destinationPort,
        compression,
        mailTls,
        posternScript,
      })
      return {
        ...forward,
        stop: async () => {
          await forward.stop()
          await network?.stop()
        },
      }
    },
    load: client.ask,
    stop: async () => {
      await Promise.all([destination.stop(), client.stop()])
      await sshd.stop()
    },
  }
}
