import type { NetworkInterfaceInfo } from 'node:os'

/** The result of os.networkInterfaces(). Node lists only interfaces that are up and running, so a pulled cable removes its addresses. */
export type Interfaces = Readonly<Partial<Record<string, readonly NetworkInterfaceInfo[]>>>

// RFC 3927 and RFC 4291: a computer assigns itself such an address if no server does, and has one on a dead link as well.
const isLinkLocal = (address: string): boolean => /^(?:169\.254\.|fe[89ab][0-9a-f]:)/i.test(address)

/**
 * Returns the addresses of this computer with their interfaces as one text to compare, without loopback and link-local ones. Empty without a
 * network.
 */
export const ownAddresses = (interfaces: Interfaces): string =>
  Object.entries(interfaces)
    .flatMap(([name, addresses = []]) =>
      addresses
        .filter(({ internal, address }) => !internal && !isLinkLocal(address))
        // The same private address on another interface means another network.
        .map(({ address, netmask, mac }) => [name, mac, address, netmask].join(' ')),
    )
    .sort()
    .join('\n')
