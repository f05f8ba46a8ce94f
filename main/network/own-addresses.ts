import type { NetworkInterfaceInfo } from 'node:os'

/** As os.networkInterfaces() gives them. Node names those alone that are up and running: a pulled cable takes its addresses away. */
export type Interfaces = Readonly<Partial<Record<string, readonly NetworkInterfaceInfo[]>>>

// RFC 3927 and RFC 4291: what a computer gives itself where nobody gives it an address, and has on a dead link as well.
const isLinkLocal = (address: string): boolean => /^(?:169\.254\.|fe[89ab][0-9a-f]:)/i.test(address)

/** The addresses by which this computer is on a network, each with its interface, as one value to compare. Empty is no network. */
export const ownAddresses = (interfaces: Interfaces): string =>
  Object.entries(interfaces)
    .flatMap(([name, addresses = []]) =>
      addresses
        .filter(({ internal, address }) => !internal && !isLinkLocal(address))
        // The same private address on another interface is another network.
        .map(({ address, netmask, mac }) => [name, mac, address, netmask].join(' ')),
    )
    .sort()
    .join('\n')
