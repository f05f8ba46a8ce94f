import { X509Certificate } from 'node:crypto'

/** Node knows 144 authorities, and a system some 150. */
const mostCertificates = 1000
const block = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+?-----END CERTIFICATE-----/g

const normal = (pem: string): string | undefined => {
  try {
    return new X509Certificate(pem).toString()
  } catch {
    // One certificate that Node cannot parse would otherwise keep it from using any.
    return undefined
  }
}

/** Returns the certificates of a text in PEM (RFC 7468), each in one form, so that equal ones are equal texts. Skips what is no certificate. */
export const pemCertificates = (text: string): readonly string[] =>
  (text.match(block) ?? [])
    .slice(0, mostCertificates)
    .map(normal)
    .filter((pem) => pem !== undefined)
