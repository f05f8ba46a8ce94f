import { describe, expect, test } from 'vitest'
import { findConnected, findListening } from './proc-net-tcp.ts'

// Rows of real machines, cut after the inode.
const tcp = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:2B66 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 31001 1 0000000098054637 100 0 0 10 0
   1: 00000000:006E 00000000:0000 0A 00000000:00000000 00:00000000 00000000   113        0 31002 1 0000000098054637 100 0 0 10 0
   2: 0100007F:2B66 0100007F:D431 01 00000000:00000000 00:00000000 00000000  1000        0 31003 1 0000000098054637 100 0 0 10 0
   3: 0100007F:D431 0100007F:2B66 01 00000000:00000000 00:00000000 00000000  1001        0 31004 1 0000000098054637 100 0 0 10 0
   4: 0100007F:D432 0100007F:2B66 05 00000000:00000000 00:00000000 00000000     0        0 0 1 0000000098054637 100 0 0 10 0
`
const tcp6 = `  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 00000000000000000000000000000000:0019 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000   120        0 32001 1 0000000098054637 100 0 0 10 0
   1: 00000000000000000000000001000000:D433 00000000000000000000000001000000:2B66 01 00000000:00000000 00:00000000 00000000  1002        0 32002 1 0000000098054637 100 0 0 10 0
   2: 0000000000000000FFFF00000100007F:D434 0000000000000000FFFF00000100007F:2B66 01 00000000:00000000 00:00000000 00000000  1003        0 32003 1 0000000098054637 100 0 0 10 0
`
const ours = { address: '127.0.0.1', port: 0x2b66 }
const from = (port: number) => ({ address: '127.0.0.1', port })

describe('the table of sockets', () => {
  test('tells whose the peer of a connection is, and not whose our own end is', () => {
    expect(findConnected(tcp, { table: 'tcp', endianness: 'LE', local: from(0xd431), remote: ours })).toEqual({
      uid: 1001,
      inode: 31_004,
    })
    expect(findConnected(tcp, { table: 'tcp', endianness: 'LE', local: ours, remote: from(0xd431) })).toMatchObject({ uid: 1000 })
  })

  test('has no inode for a socket that its program has closed', () => {
    expect(findConnected(tcp, { table: 'tcp', endianness: 'LE', local: from(0xd432), remote: ours })).toEqual({ uid: 0, inode: 0 })
  })

  test('has none for a connection that is not there', () => {
    expect(findConnected(tcp, { table: 'tcp', endianness: 'LE', local: from(0xd43), remote: ours })).toBeUndefined()
  })

  test('lists IPv6, and IPv4 that a program opened as IPv6', () => {
    const local = { address: '::1', port: 0xd433 }
    const remote = { address: '::1', port: 0x2b66 }
    expect(findConnected(tcp6, { table: 'tcp6', endianness: 'LE', local, remote })).toMatchObject({ uid: 1002 })
    expect(findConnected(tcp6, { table: 'tcp6', endianness: 'LE', local: from(0xd434), remote: ours })).toMatchObject({ uid: 1003 })
  })

  test('is written the other way round on a big-endian machine', () => {
    const row = '   3: 7F000001:D431 7F000001:2B66 01 00000000:00000000 00:00000000 00000000  1001        0 31004 1\n'
    expect(findConnected(row, { table: 'tcp', endianness: 'BE', local: from(0xd431), remote: ours })).toMatchObject({ uid: 1001 })
  })

  test('shows who listens on an address, or on all addresses', () => {
    expect(findListening(tcp, { table: 'tcp', endianness: 'LE', wanted: ours })).toEqual([{ uid: 1000, inode: 31_001 }])
    expect(findListening(tcp, { table: 'tcp', endianness: 'LE', wanted: from(110) })).toEqual([{ uid: 113, inode: 31_002 }])
    expect(findListening(tcp6, { table: 'tcp6', endianness: 'LE', wanted: { address: '::1', port: 25 } })).toMatchObject([
      { uid: 120 },
    ])
    expect(findListening(tcp6, { table: 'tcp6', endianness: 'LE', wanted: from(25) })).toMatchObject([{ uid: 120 }])
    expect(findListening(tcp, { table: 'tcp', endianness: 'LE', wanted: from(0xd431) })).toEqual([])
  })
})
