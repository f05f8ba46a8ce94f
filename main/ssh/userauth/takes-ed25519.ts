/** The facts that a server shows before any log-in. */
export interface ShownByServer {
  /** `server-sig-algs` of RFC 8308; undefined if it sent none. */
  readonly signatureAlgorithms: readonly string[] | undefined
  /** Of its KEXINIT. */
  readonly hostKeyAlgorithms: readonly string[]
  /** Its identification without `SSH-2.0-`. */
  readonly software: string
}

export type TakesEd25519 = 'yes' | 'no' | 'unknown'

const ed25519 = 'ssh-ed25519'

/** The first version of each server that verifies Ed25519 signatures, by its release notes. */
const since: readonly { readonly name: RegExp; readonly version: readonly [major: number, minor: number] }[] = [
  { name: /^OpenSSH_(?:for_Windows_)?(\d+)\.(\d+)/, version: [6, 5] },
  { name: /^dropbear_(\d+)\.(\d+)/, version: [2020, 79] },
]

const byRelease = (software: string): TakesEd25519 => {
  for (const { name, version } of since) {
    const found = name.exec(software)
    if (found === null) continue
    const [major, minor] = [Number(found[1]), Number(found[2])]
    return major > version[0] || (major === version[0] && minor >= version[1]) ? 'yes' : 'no'
  }
  return 'unknown'
}

/**
 * Whether a server accepts a person's Ed25519 key. Its own statement counts: a server in FIPS mode accepts none, however new it is. Without
 * one, a host key of that type decides, or else the server's version.
 */
export const takesEd25519 = ({ signatureAlgorithms, hostKeyAlgorithms, software }: ShownByServer): TakesEd25519 => {
  if (signatureAlgorithms !== undefined) return signatureAlgorithms.includes(ed25519) ? 'yes' : 'no'
  return hostKeyAlgorithms.includes(ed25519) ? 'yes' : byRelease(software)
}
