import type { NetworkInterfaceInfo } from 'node:os'
import { describe, expect, test } from 'vitest'
import { ownAddresses } from './own-addresses.ts'

const ipv4 = (address: string, change: Partial<NetworkInterfaceInfo> = {}): NetworkInterfaceInfo =>
  ({
    address,
    netmask: '255.255.255.0',
    family: 'IPv4',
    mac: '02:00:00:00:00:01',
    internal: false,
    cidr: null,
    ...change,
  }) as NetworkInterfaceInfo
const ipv6 = (address: string): NetworkInterfaceInfo => ({
  ...ipv4(address),
  netmask: 'ffff:ffff:ffff:ffff::',
  family: 'IPv6',
  scopeid: 0,
})
const loopback = { lo: [ipv4('127.0.0.1', { internal: true }), { ...ipv6('::1'), internal: true }] }

describe('the addresses of this computer', () => {
  test.each([
    ['nothing at all', {}],
    ['an interface without addresses', { eth0: undefined }],
    ['loopback alone', loopback],
    ['link-local addresses alone', { ...loopback, wlan0: [ipv4('169.254.7.9'), ipv6('fe80::1'), ipv6('FEBF::1')] }],
  ])('are none with %s', (_what, interfaces) => {
    expect(ownAddresses(interfaces)).toBe('')
  })

  test.each([
    ['a private one', ipv4('192.168.1.5')],
    ['one that only begins like link-local', ipv4('169.25.4.1')],
    ['a global IPv6 one', ipv6('2001:db8::5')],
    ['a local IPv6 one', ipv6('fd00::2')],
    ['one just above link-local', ipv6('fec0::1')],
  ])('are some with %s', (_what, address) => {
    expect(ownAddresses({ ...loopback, eth0: [address] })).toContain(address.address)
  })

  test('are the same in whatever order the system lists them', () => {
    const [one, other] = [ipv4('192.168.1.5'), ipv6('2001:db8::5')]
    expect(ownAddresses({ eth0: [one, other], wlan0: [one] })).toBe(ownAddresses({ wlan0: [one], eth0: [other, one] }))
  })

  test.each([
    ['address', { eth0: [ipv4('192.168.1.6')] }],
    ['interface', { wlan0: [ipv4('192.168.1.5')] }],
    ['mask', { eth0: [ipv4('192.168.1.5', { netmask: '255.255.0.0' })] }],
    ['card under the same name', { eth0: [ipv4('192.168.1.5', { mac: '02:00:00:00:00:02' })] }],
  ])('are others with another %s', (_what, interfaces) => {
    expect(ownAddresses(interfaces)).not.toBe(ownAddresses({ eth0: [ipv4('192.168.1.5')] }))
  })
})
