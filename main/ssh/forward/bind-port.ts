import type { AddressInfo, Server } from 'node:net'
import { once } from 'node:events'
import type { Failure } from '../../../contract/failure.ts'
import { FailureError } from '../../../contract/failure.ts'

/** A port that needs no privilege and ends in the same digits: 11110 for 110, 11025 for 25 (recipe R2). */
const highPort = (port: number): number => (port + 11_000 <= 65_535 ? port + 11_000 : port - 11_000)

const bindFailure = (code: unknown, where: { readonly address: string; readonly port: number }): Failure | undefined => {
  switch (code) {
    case 'EADDRINUSE':
      return { code: 'port-taken', port: where.port }
    case 'EACCES':
      // Windows has no privileged ports: there the error means that another program holds the port exclusively.
      return process.platform === 'win32'
        ? { code: 'port-taken', port: where.port }
        : { code: 'port-needs-privilege', port: where.port, suggestion: highPort(where.port) }
    case 'EADDRNOTAVAIL':
    case 'EAFNOSUPPORT':
      return { code: 'address-not-available', address: where.address }
    default:
      return undefined
  }
}

/**
 * Binds `server`; port 0 takes any free port. Resolves with the bound address. Rejects with FailureError `port-taken`,
 * `port-needs-privilege` (with a port to use instead) or `address-not-available`.
 */
export const bindPort = async (
  server: Server,
  where: { readonly address: string; readonly port: number },
): Promise<{ readonly address: string; readonly port: number }> => {
  try {
    server.listen({ host: where.address, port: where.port, ipv6Only: where.address.includes(':') })
    await once(server, 'listening')
  } catch (error) {
    const failure = bindFailure((error as NodeJS.ErrnoException).code, where)
    throw failure === undefined ? error : new FailureError(failure, { cause: error })
  }
  const { address, port } = server.address() as AddressInfo
  return { address, port }
}
