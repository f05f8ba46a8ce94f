/** What a server shows of itself before anybody logs in. */
export interface ShownByServer {
  /** `server-sig-algs` of RFC 8308; undefined where it told none. */
  readonly signatureAlgorithms: readonly string[] | undefined
  /** Of its KEXINIT. */
  readonly hostKeyAlgorithms: readonly string[]
  /** Its identification without `SSH-2.0-`. */
  readonly software: string
}

export type TakesEd25519 = 'yes' | 'no' | 'unknown'

const ed25519 = 'ssh-ed25519'

/** Since when each server verifies Ed25519 signatures, by their release notes. */
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
 * Whether a server takes a person's Ed25519 key. What it says itself counts: one in FIPS mode takes none, however new it is. A server
 * that says nothing is known by a host key of that type, or else by its release.
 */
export const takesEd25519 = ({ signatureAlgorithms, hostKeyAlgorithms, software }: ShownByServer): TakesEd25519 => {
  if (signatureAlgorithms !== undefined) return signatureAlgorithms.includes(ed25519) ? 'yes' : 'no'
  return hostKeyAlgorithms.includes(ed25519) ? 'yes' : byRelease(software)
}
