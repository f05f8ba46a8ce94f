import { open } from 'node:fs/promises'
import tls from 'node:tls'
import type { LogEntry } from '../../../contract/log-entry.ts'
import { runSystemProgram } from '../../local-peer/system-program.ts'
import { pemCertificates } from './pem-certificates.ts'
import { systemRoots, type SystemReader } from './system-roots.ts'

/** The authorities by which a mail server's certificate may verify, in PEM, each once. Read once for a process. Never rejects. */
export type TrustedRoots = () => Promise<readonly string[]>

const mostBytes = 8 * 1024 * 1024

/** Reads at most 8 MiB: the bundle of a system has 200 KiB. */
const readText = async (file: string): Promise<string> => {
  const handle = await open(file)
  try {
    const stat = await handle.stat()
    // A pipe would wait for ever.
    if (!stat.isFile() || stat.size > mostBytes) throw new Error(`${file} is no file of certificates`)
    return await handle.readFile('utf8')
  } finally {
    await handle.close()
  }
}

const { getCACertificates } = tls as typeof tls & { readonly getCACertificates?: (kind: 'system') => readonly string[] }

const thisComputer: SystemReader = {
  platform: process.platform,
  env: process.env,
  readText,
  run: runSystemProgram,
  fromRuntime: getCACertificates === undefined ? undefined : () => getCACertificates('system'),
}

export interface TrustedRootsOptions {
  /** Writes a warning: one source of authorities could not be read, and the others count alone. */
  readonly warn: (entry: LogEntry) => void
  readonly reader?: SystemReader
}

/**
 * Returns the authorities that this computer trusts: Node's own, those of the file in NODE_EXTRA_CA_CERTS, and the system's. A company's
 * authority that every mail app of the computer trusts is then known here too.
 *
 * SECURITY: whoever can add an authority to the system, or sets the environment of this process, can do so for each of the person's programs.
 */
export const createTrustedRoots = ({ warn, reader = thisComputer }: TrustedRootsOptions): TrustedRoots => {
  const certificatesOf = async (source: string, read: () => Promise<string>): Promise<readonly string[]> => {
    try {
      return pemCertificates(await read())
    } catch (error) {
      warn({ name: 'authorities-not-read', source, said: error instanceof Error ? error.message : String(error) })
      return []
    }
  }
  const readAll = async (): Promise<readonly string[]> => {
    const extra = reader.env['NODE_EXTRA_CA_CERTS'] ?? ''
    const found = await Promise.all([
      extra === '' ? [] : certificatesOf(extra, () => reader.readText(extra)),
      certificatesOf(reader.platform, () => systemRoots(reader)),
    ])
    return [...new Set([...pemCertificates(tls.rootCertificates.join('\n')), ...found.flat()])]
  }
  let roots: Promise<readonly string[]> | undefined
  return () => (roots ??= readAll())
}
