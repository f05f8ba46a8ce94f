/**
 * The keys below which Windows keeps the authorities that an administrator, a policy or the person has added. The public ones are downloaded as
 * they are needed, and Node has these itself.
 */
export const windowsRootKeys: readonly string[] = [
  'HKLM\\SOFTWARE\\Microsoft\\SystemCertificates\\ROOT\\Certificates',
  'HKLM\\SOFTWARE\\Policies\\Microsoft\\SystemCertificates\\Root\\Certificates',
  'HKLM\\SOFTWARE\\Microsoft\\EnterpriseCertificates\\Root\\Certificates',
  'HKCU\\SOFTWARE\\Microsoft\\SystemCertificates\\Root\\Certificates',
]

/** CERT_CERT_PROP_ID of wincrypt.h: the property that is the certificate itself. */
const certificateProperty = 32
const headerBytes = 12

/**
 * Returns the certificate in DER out of a `Blob` of the registry: a row of properties, each with its number, a reserved number and its length of
 * four bytes each, little-endian. Undefined where the blob has none.
 */
const certificateIn = (blob: Buffer): Buffer | undefined => {
  let at = 0
  while (at + headerBytes <= blob.length) {
    const property = blob.readUInt32LE(at)
    const length = blob.readUInt32LE(at + 8)
    const data = blob.subarray(at + headerBytes, at + headerBytes + length)
    if (data.length < length) return undefined
    if (property === certificateProperty) return data
    at += headerBytes + length
  }
  return undefined
}

const armoured = (der: Buffer): string =>
  `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replace(/(.{64})/g, '$1\n')}\n-----END CERTIFICATE-----\n`

/** Returns in PEM the certificates that `reg.exe query KEY /s` prints below one of these keys. */
export const pemFromRegistry = (output: string): string =>
  [...output.matchAll(/^ {4}Blob {4}REG_BINARY {4}([0-9A-F]+)\r?$/gim)]
    .map(([, hex = '']) => certificateIn(Buffer.from(hex, 'hex')))
    .filter((der) => der !== undefined)
    .map(armoured)
    .join('')
