import { createHash, X509Certificate } from 'node:crypto'
import { checkServerIdentity, rootCertificates, type DetailedPeerCertificate, type TLSSocket } from 'node:tls'
import { certificateFaults, type Certificate, type CertificateFault } from '../../../contract/mail-tls.ts'
import { boundedPrintableLine } from '../../ssh/printable.ts'
import type { SeenCertificate } from './mail-tls.ts'

/** Characters of a name, and names of a certificate, that a person is shown. */
const [mostCharacters, mostNames] = [256, 20]

const shown = (text: string): string => boundedPrintableLine(text, mostCharacters)

/** The verdicts of OpenSSL about the chain, by the names that Node uses (measured with Node 20). */
const faultOfVerdict: Readonly<Record<string, CertificateFault>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'authority-unknown',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'issuer-missing',
  UNABLE_TO_GET_ISSUER_CERT: 'issuer-missing',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'issuer-missing',
  CERT_HAS_EXPIRED: 'expired',
  CERT_NOT_YET_VALID: 'not-yet-valid',
  HOSTNAME_MISMATCH: 'other-name',
  INVALID_PURPOSE: 'not-for-servers',
}

/** Extended key usages (RFC 5280 section 4.2.1.12) that allow a server: serverAuth and anyExtendedKeyUsage. */
const serverUsages: readonly string[] = ['1.3.6.1.5.5.7.3.1', '2.5.29.37.0']

const withoutArmour = (pem: string): string => pem.replace(/-----[^-]+-----|\s/g, '')

/** The end of the chain that was built, which may be the certificate itself. */
const topOf = (peer: DetailedPeerCertificate): X509Certificate => {
  let top = peer
  // An authority that signed itself is its own issuer here. OpenSSL builds chains of at most 100.
  for (let depth = 0; depth < 100; depth += 1) {
    const issuer = top.issuerCertificate as DetailedPeerCertificate | undefined
    if (issuer === undefined || issuer === top) break
    top = issuer
  }
  return new X509Certificate(top.raw)
}

/** OpenSSL reports the last fault alone, and a wrong time comes last. Returns what is wrong with the chain then. */
const chainFault = (peer: DetailedPeerCertificate, roots: readonly string[]): CertificateFault | undefined => {
  const top = topOf(peer)
  if (!top.checkIssued(top)) return 'issuer-missing'
  const encoded = top.raw.toString('base64')
  if (roots.some((root) => withoutArmour(root) === encoded)) return undefined
  return top.raw.equals(peer.raw) ? 'self-signed' : 'authority-unknown'
}

const timeFault = ({ validFrom, validTo }: X509Certificate, now: number): CertificateFault | undefined => {
  if (Date.parse(validTo) < now) return 'expired'
  return Date.parse(validFrom) > now ? 'not-yet-valid' : undefined
}

const isoTime = (text: string): string => {
  const time = new Date(text)
  return Number.isNaN(time.getTime()) ? shown(text) : time.toISOString()
}

/** The common name in a name of several lines such as `C=NL\nCN=mail.example.org`, or all of it. */
const commonName = (name: string | undefined): string => {
  const text = name ?? ''
  return shown(/(?:^|\n)CN=(.*)/.exec(text)?.[1] ?? text.replaceAll('\n', ', '))
}

/** `DNS:a, IP Address:192.0.2.1`; an entry with unusual characters stands in quotes (CVE-2021-44532). */
const namesOf = (alternativeNames: string | undefined): readonly string[] =>
  [...(alternativeNames ?? '').matchAll(/(?:^|, )(?:DNS|IP Address):("(?:[^"\\]|\\.)*"|[^,]*)/g)]
    .slice(0, mostNames)
    .map(([, name = '']) => shown(name))

/** The hash of the public key; of the whole certificate, where Node does not know the kind of key. */
const keyPinOf = (leaf: X509Certificate): string => {
  const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('base64')
  try {
    return hash(leaf.publicKey.export({ type: 'spki', format: 'der' }))
  } catch {
    return hash(leaf.raw)
  }
}

const certificateOf = (leaf: X509Certificate): Certificate => ({
  subject: commonName(leaf.subject),
  issuer: commonName(leaf.issuer),
  names: [...namesOf(leaf.subjectAltName)],
  validFrom: isoTime(leaf.validFrom),
  validTo: isoTime(leaf.validTo),
  fingerprint: leaf.fingerprint256,
  keyPin: keyPinOf(leaf),
})

/** Node returns an empty object for a server that has shown no certificate. */
const isWhole = (peer: Partial<DetailedPeerCertificate>): peer is DetailedPeerCertificate => peer.raw !== undefined

/**
 * Returns the certificate of the server at the other end of `tls`, whose handshake is done, and all that is wrong with it for `name`. `roots` are
 * the authorities in PEM; undefined stands for Node's own. Undefined if the server has shown no certificate.
 */
export const seenCertificate = (
  tls: TLSSocket,
  { name, roots }: { readonly name: string; readonly roots: readonly string[] | undefined },
): SeenCertificate | undefined => {
  // Node 20 empties the chain when it is asked for an X509Certificate.
  const peer = tls.getPeerCertificate(true) as Partial<DetailedPeerCertificate>
  if (!isWhole(peer)) return undefined
  const leaf = new X509Certificate(peer.raw)
  // A string in fact: the code of the verdict.
  const verdict = (tls.authorizationError as unknown as string | null) ?? undefined
  const fromVerdict = verdict === undefined ? undefined : (faultOfVerdict[verdict] ?? 'not-acceptable')
  const isOnlyLast = fromVerdict === 'expired' || fromVerdict === 'not-yet-valid' || fromVerdict === 'not-acceptable'
  const usages = (leaf.keyUsage as readonly string[] | undefined) ?? []
  const found = new Set<CertificateFault | undefined>([
    fromVerdict,
    isOnlyLast ? chainFault(peer, roots ?? rootCertificates) : undefined,
    timeFault(leaf, Date.now()),
    checkServerIdentity(name, peer) === undefined ? undefined : 'other-name',
    usages.length === 0 || usages.some((usage) => serverUsages.includes(usage)) ? undefined : 'not-for-servers',
  ])
  return { name, certificate: certificateOf(leaf), faults: certificateFaults.filter((fault) => found.has(fault)) }
}
