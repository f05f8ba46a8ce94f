import { describe, expect, test } from 'vitest'
import { connectedPid, listeningPid, userSid } from './tcp-table.ts'

const loopback6 = `${'00'.repeat(15)}01`
const table = (...rows: readonly string[]) => Buffer.from(`0${rows.length}000000${rows.join('')}`, 'hex')
// Written by hand after tcpmib.h: state, local address and port, remote address and port, process. The upper half of a port is undefined.
const ipv4 = table(
  '02000000' + '7f000001' + '2b66beef' + '00000000' + '0000beef' + '00140000',
  '05000000' + '7f000001' + '2b660000' + '7f000001' + 'c3500000' + '00140000',
  '05000000' + '7f000001' + 'c3500000' + '7f000001' + '2b660000' + '70110100',
  '0b000000' + '7f000001' + 'c3510000' + '7f000001' + '2b660000' + '00000000',
  '02000000' + '00000000' + '006e0000' + '00000000' + '00000000' + '14040000',
)
// Address, scope and port of both ends; state; process.
const ipv6 = table(
  loopback6 + '00000000' + 'c3500000' + loopback6 + '00000000' + '2b110000' + '05000000' + '591b0000',
  loopback6 + '00000000' + '2b110000' + '00'.repeat(16) + '00000000' + '00000000' + '02000000' + '71170000',
)
const at = (port: number, address = '127.0.0.1') => ({ address, port })

describe('a table of Windows', () => {
  test('names the process of the socket with exactly two ends', () => {
    expect(connectedPid(ipv4, 'ipv4', { local: at(50_000), remote: at(11_110) })).toBe(70_000)
    expect(connectedPid(ipv4, 'ipv4', { local: at(50_001), remote: at(11_110) })).toBe(0)
    expect(connectedPid(ipv4, 'ipv4', { local: at(50_000), remote: at(11_111) })).toBeUndefined()
    expect(connectedPid(ipv4, 'ipv4', { local: at(50_000), remote: at(11_110, '127.0.0.2') })).toBeUndefined()
    expect(connectedPid(ipv4, 'ipv4', { local: at(50_000, '127.0.0.2'), remote: at(11_110) })).toBeUndefined()
    expect(connectedPid(ipv6, 'ipv6', { local: at(50_000, '::1'), remote: at(11_025, '::1') })).toBe(7001)
    expect(connectedPid(ipv6, 'ipv6', { local: at(50_000), remote: at(11_025) })).toBeUndefined()
  })

  test('names no listener for a socket without another end', () => {
    expect(connectedPid(ipv4, 'ipv4', { local: at(110, '0.0.0.0'), remote: at(0, '0.0.0.0') })).toBeUndefined()
  })

  test.each([
    ['127.0.0.1', 11_110, 5120],
    ['127.0.0.1', 110, 1044],
    ['127.0.0.1', 50_000, undefined],
    ['127.0.0.2', 11_110, undefined],
  ])('names the process that listens where %s port %i cannot be bound: %s', (address, port, pid) => {
    expect(listeningPid(ipv4, 'ipv4', { address, port })).toBe(pid)
  })

  test('names a listener at ::1', () => {
    expect(listeningPid(ipv6, 'ipv6', at(11_025, '::1'))).toBe(6001)
  })

  test('that is cut short anywhere throws', () => {
    for (const cut of [0, 3, 4, ipv4.length - 1])
      expect(() => connectedPid(ipv4.subarray(0, cut), 'ipv4', { local: at(1), remote: at(2) })).toThrow(RangeError)
    expect(() => listeningPid(Buffer.from('ffffffff', 'hex'), 'ipv4', at(1))).toThrow('cut short')
  })
})

describe('a user of Windows', () => {
  // S-1-5-21-1-2-3-1000, behind a pointer and attributes.
  const sid = '0105000000000005' + '15000000' + '01000000' + '02000000' + '03000000' + 'e8030000'

  test('is the SID, with the length that it states', () => {
    expect(userSid(Buffer.from(`${'aa'.repeat(16)}${sid}ffff`, 'hex'), 8).toString('hex')).toBe(sid)
    expect(userSid(Buffer.from(`${'aa'.repeat(8)}${sid}`, 'hex'), 4).toString('hex')).toBe(sid)
  })

  test('that is cut short, or of another form, throws', () => {
    expect(() => userSid(Buffer.from(`${'aa'.repeat(16)}${sid.slice(2)}`, 'hex'), 8)).toThrow(RangeError)
    expect(() => userSid(Buffer.from(`${'aa'.repeat(16)}${sid.slice(0, -2)}`, 'hex'), 8)).toThrow('no SID')
    expect(() => userSid(Buffer.alloc(16), 8)).toThrow(RangeError)
  })
})
