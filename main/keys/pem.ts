import { damaged } from './key-fault.ts'

/** RFC 7468 as OpenSSH writes it: 70 columns. */
export const encodePem = (label: string, bytes: Buffer): string => {
  const lines = bytes.toString('base64').match(/.{1,70}/g) ?? []
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n')
}

/** The bytes between the lines that name `label`. Throws UnreadableKeyError. */
export const decodePem = (label: string, text: string): Buffer => {
  const start = text.indexOf(`-----BEGIN ${label}-----`)
  const end = text.indexOf(`-----END ${label}-----`)
  if (start === -1 || end < start) throw damaged('last-line-missing')
  return decodeBase64(text.slice(start + `-----BEGIN ${label}-----`.length, end))
}

/** Decodes base64 strictly, because Node skips invalid characters and would hide a damaged file. Throws UnreadableKeyError. */
export const decodeBase64 = (text: string): Buffer => {
  const compact = text.replaceAll(/\s/g, '')
  if (compact.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(compact)) throw damaged('bad-base64')
  return Buffer.from(compact, 'base64')
}
