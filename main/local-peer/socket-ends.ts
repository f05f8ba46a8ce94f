export interface Endpoint {
  readonly address: string
  readonly port: number
}

/** A loopback socket: `local` is its own end, `remote` the peer's. */
export interface SocketEnds {
  readonly local: Endpoint
  readonly remote: Endpoint
}

/** The socket at the other end, whose two ends are swapped. */
export const peerOf = ({ local, remote }: SocketEnds): SocketEnds => ({ local: remote, remote: local })

/**
 * The 4 or 16 bytes of an address, in network order; an IPv4 address that is mapped into IPv6 becomes the IPv4 address. Of IPv6 it accepts
 * `::` and `::1`, because Postern binds only loopback. Throws for any other.
 */
export const addressBytes = (address: string): Buffer => {
  const dotted = address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address
  if (dotted === '::' || dotted === '::1') return Buffer.from([...Array<number>(15).fill(0), dotted === '::1' ? 1 : 0])
  const bytes = dotted.split('.').map(Number)
  if (bytes.length !== 4 || !bytes.every((byte) => Number.isInteger(byte) && byte >= 0 && byte <= 255))
    throw new RangeError('no loopback address')
  return Buffer.from(bytes)
}

const mappedPrefix = Buffer.from('00000000000000000000ffff', 'hex')

/** The IPv4 address inside a mapped IPv6 address; any other address unchanged. */
export const unmapped = (bytes: Buffer): Buffer =>
  bytes.length === 16 && bytes.subarray(0, 12).equals(mappedPrefix) ? bytes.subarray(12) : bytes

/** Whether `bytes`, from a table of the OS, are the address. */
export const isAddress = (bytes: Buffer, address: string): boolean => unmapped(bytes).equals(addressBytes(address))

/** Whether a listener on `bytes` keeps others from binding the address: it is on that very address, or on all of them. */
export const coversAddress = (bytes: Buffer, address: string): boolean =>
  unmapped(bytes).every((byte) => byte === 0) || isAddress(bytes, address)
