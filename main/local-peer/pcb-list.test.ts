import type koffi from 'koffi'
import { describe, expect, test } from 'vitest'
import { createReadList, openMacosSockets } from './macos-sockets.ts'
import { connectedInList, listeningInList } from './pcb-list.ts'

// Laid out by hand after XNU's headers (bsd/netinet/in_pcb.h, bsd/sys/socketvar.h), as a Mac with Apple silicon packs them.

const head = Buffer.from('18000000' + '02000000' + '01'.repeat(8) + '02'.repeat(8), 'hex')
const loopback4 = `${'0'.repeat(24)}7f000001`
const otherLoopback4 = `${'0'.repeat(24)}7f000002`
const loopback6 = `${'0'.repeat(30)}01`
const any = '0'.repeat(32)

/** An xinpcb_n, 104 bytes. */
const endsRecord = (
  version: 1 | 2,
  [localPort, local]: readonly [string, string],
  [remotePort, remote]: readonly [string, string],
) =>
  Buffer.from(
    '68000000' +
      '10000000' +
      'aa'.repeat(8) +
      remotePort +
      localPort +
      'bb'.repeat(8) +
      'cc'.repeat(8) +
      '00000000' +
      '00000000' +
      `0${version}` +
      '40' +
      '06' +
      '00' +
      remote +
      local +
      '0'.repeat(48),
    'hex',
  )
/** An xsocket_n, 76 bytes, filled up to 80. */
const socketRecord = (uid: string, pid: string) =>
  Buffer.from(
    '4c000000' +
      '01000000' +
      'dd'.repeat(8) +
      '0100' +
      '0000' +
      '00000000' +
      '0000' +
      '0200' +
      'ee'.repeat(8) +
      '06000000' +
      '02000000' +
      '0'.repeat(20) +
      '0000' +
      '00000000' +
      '00000000' +
      uid +
      pid +
      '00000000' +
      '00000000',
    'hex',
  )
/** An xsockbuf_n, of which there are two for each socket. */
const otherRecord = Buffer.from(`2000000002000000${'0'.repeat(48)}`, 'hex')

const list = Buffer.concat([
  head,
  endsRecord(1, ['2b66', loopback4], ['0000', any]),
  socketRecord('f5010000', '36010000'),
  otherRecord,
  endsRecord(1, ['c350', loopback4], ['2b66', loopback4]),
  socketRecord('f6010000', '84030000'),
  otherRecord,
  endsRecord(2, ['c351', loopback6], ['2b11', loopback6]),
  socketRecord('f5010000', '85030000'),
  endsRecord(1, ['c352', loopback4], ['2b66', otherLoopback4]),
  socketRecord('f5010000', '86030000'),
  endsRecord(2, ['006e', any], ['0000', any]),
  socketRecord('00000000', '2c030000'),
  head,
])
const at = (port: number, address = '127.0.0.1') => ({ address, port })

describe('the list of macOS', () => {
  test('names user and process of the socket with exactly two ends', () => {
    expect(connectedInList(list, { local: at(50_000), remote: at(11_110) })).toEqual({ uid: 502, pid: 900 })
    expect(connectedInList(list, { local: at(50_001, '::1'), remote: at(11_025, '::1') })).toEqual({ uid: 501, pid: 901 })
    const apart = { local: at(50_002), remote: at(11_110, '127.0.0.2') }
    expect(connectedInList(list, apart)).toEqual({ uid: 501, pid: 902 })
    expect(connectedInList(list, { ...apart, local: at(50_002, '127.0.0.2') })).toBeUndefined()
    expect(connectedInList(list, { ...apart, remote: at(11_110) })).toBeUndefined()
    expect(connectedInList(list, { local: at(50_009), remote: at(11_110) })).toBeUndefined()
    expect(connectedInList(list, { local: at(50_000), remote: at(11_111) })).toBeUndefined()
    expect(connectedInList(list, { local: at(50_001), remote: at(11_025) })).toBeUndefined()
  })

  test('names the listener on a port that cannot be bound', () => {
    expect(listeningInList(list, at(11_110))).toEqual({ uid: 501, pid: 310 })
    expect(listeningInList(list, at(110))).toEqual({ uid: 0, pid: 812 })
    expect(listeningInList(list, at(50_000))).toBeUndefined()
    expect(listeningInList(list, at(11_110, '127.0.0.2'))).toBeUndefined()
  })

  test('that is cut short, or of another form, throws', () => {
    const missing = { local: at(1), remote: at(2) }
    for (let length = 0; length < list.length - head.length; length += 4)
      expect(() => connectedInList(list.subarray(0, length), missing)).toThrow(RangeError)
    expect(() => connectedInList(Buffer.concat([Buffer.from('20000000', 'hex'), list]), missing)).toThrow('another form')
    // All that is asked for is there, and the record says that it is longer.
    expect(() => listeningInList(list.subarray(0, list.length - head.length - 8), at(110))).toThrow('a list that is cut short')
    const shortEnds = endsRecord(1, ['c350', loopback4], ['2b66', loopback4]).subarray(0, 72)
    shortEnds.writeUInt32LE(shortEnds.length)
    expect(() => connectedInList(Buffer.concat([head, shortEnds, head]), missing)).toThrow('a record that is cut short')
    // A record of length 0 would be read for ever.
    expect(() => connectedInList(Buffer.concat([head, Buffer.alloc(64)]), missing)).toThrow('cut short')
  })
})

describe('the reading of the list', () => {
  test('allocates more room for a list that has grown, up to a bound', () => {
    const read = createReadList((_name, into, size) => {
      if (into.length < 1024 * 1024) return -1
      into.set(list)
      size[0] = list.length
      return 0
    })
    expect(read()).toEqual(list)
    let most = 0
    const refuse = (_name: string, into: Buffer): number => {
      most = Math.max(most, into.length)
      return -1
    }
    expect(() => createReadList(refuse)()).toThrow('sysctl failed')
    expect(most).toBe(32 * 1024 * 1024)
  })

  test('takes no more than there is room for', () => {
    const read = createReadList((_name, into, size) => {
      size[0] = into.length + 1
      return 0
    })
    expect(read).toThrow('more than there is room for')
  })

  test('takes a socket of the person for ours, and one of somebody else for theirs', () => {
    const sysctl = (_name: string, into: Buffer, size: [number]): number => {
      into.set(list)
      size[0] = list.length
      return 0
    }
    const load = () => ({ func: (declaration: string) => (declaration.includes('sysctlbyname') ? sysctl : () => 0) })
    const { connected } = openMacosSockets({ load } as unknown as typeof koffi, 501)
    expect(connected({ local: at(50_001, '::1'), remote: at(11_025, '::1') })).toEqual({ owner: 'same-user', id: 901 })
    expect(connected({ local: at(50_000), remote: at(11_110) })).toEqual({ owner: 'other-user', id: 900 })
    expect(connected({ local: at(1), remote: at(2) })).toBeUndefined()
  })
})
