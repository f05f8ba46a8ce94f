import { isIP } from 'node:net'
import { networkInterfaces } from 'node:os'
import type { Failure } from '../../../contract/failure.ts'

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

/** Whether this machine has any address beside its loopback ones. */
const hasNetwork = (): boolean =>
  Object.values(networkInterfaces()).some((addresses) =>
    (addresses ?? []).some(({ internal, address }) => !internal && !address.startsWith('fe80:')),
  )

/**
 * The failure for a name without an address. The resolver's `ENOTFOUND` counts while there is a network. A resolver that cannot be reached
 * (`EAI_AGAIN`, `ETIMEOUT`) proves nothing about the name, and is itself at fault while there is a network.
 */
export const lookupFailure = (error: unknown, host: string, isOnline = hasNetwork()): Failure => {
  if (!isOnline) return { code: 'offline', host }
  return { code: unreachableResolver.includes(codeOf(error)) ? 'name-server-silent' : 'host-not-found', host }
}

const unreachableResolver = ['EAI_AGAIN', 'ENETUNREACH', 'ETIMEOUT', 'ECONNREFUSED', 'ESERVFAIL']

/**
 * The one cause of several failed attempts. An address that answered counts more than one that did not: a refusal comes from the host
 * itself, a timeout from silence, and "unreachable" from a router or from this machine.
 */
export const connectFailure = (errors: readonly Error[], target: { readonly host: string; readonly port: number }): Failure => {
  const { host, port } = target
  const codes = errors.map(codeOf)
  if (codes.includes('ECONNREFUSED') || codes.includes('ECONNRESET')) return { code: 'connection-refused', host, port }
  if (codes.includes('ETIMEDOUT')) return { code: 'connection-timeout', host, port, seconds: kernelTimeoutSeconds }
  const local = isIP(host) !== 0 && /^(127\.|::1$)/.test(host)
  return hasNetwork() || local ? { code: 'host-unreachable', host, port } : { code: 'offline', host }
}

/** About the time that Linux, macOS and Windows wait for an answer to a SYN. Postern's own limit nearly always ends first. */
const kernelTimeoutSeconds = 127
