import path from 'node:path'
import { windowsRootKeys, pemFromRegistry } from './windows-roots.ts'

/** The acts on this computer that reading its authorities needs; a test passes its own. */
export interface SystemReader {
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
  /** Reads a text file. Rejects for one that is missing, not a file, or too large. */
  readonly readText: (file: string) => Promise<string>
  /** Runs a program of the OS by its full path, and resolves to what it prints. */
  readonly run: (program: string, args: readonly string[]) => Promise<string>
  /** `tls.getCACertificates('system')` of Node 22.15 and later; undefined in an older one. */
  readonly fromRuntime: (() => readonly string[]) | undefined
}

/** The bundles of Debian, Red Hat, SUSE and Alpine, as Go's crypto/x509 knows them; a system has one. */
export const bundleFiles = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
] as const

/** What an administrator added to a Mac, and what Apple ships. */
const keychains = ['/Library/Keychains/System.keychain', '/System/Library/Keychains/SystemRootCertificates.keychain'] as const

const firstReadable = async (files: readonly string[], { readText }: SystemReader): Promise<string> => {
  let last: unknown
  for (const file of files) {
    try {
      return await readText(file)
    } catch (error) {
      last = error
    }
  }
  throw last
}

const fromRegistry = async ({ run, env }: SystemReader): Promise<string> => {
  const reg = path.win32.join(env['SystemRoot'] ?? 'C:\\Windows', 'System32', 'reg.exe')
  // A key that does not exist makes reg.exe fail, and most systems lack one or the other.
  const outputs = await Promise.all(windowsRootKeys.map((key) => run(reg, ['query', key, '/s']).catch(() => '')))
  return outputs.map(pemFromRegistry).join('')
}

/** Returns the authorities of the operating system as one text in PEM. Rejects where they cannot be read. */
export const systemRoots = async (reader: SystemReader): Promise<string> => {
  const { platform, env, fromRuntime, run } = reader
  if (fromRuntime !== undefined) return fromRuntime().join('\n')
  if (platform === 'win32') return await fromRegistry(reader)
  if (platform === 'darwin') return await run('/usr/bin/security', ['find-certificate', '-a', '-p', ...keychains])
  // As for OpenSSL, a file that the person names stands in place of the system's.
  const named = env['SSL_CERT_FILE'] ?? ''
  return await firstReadable(named === '' ? bundleFiles : [named], reader)
}
