import { endianness } from 'node:os'
import { describe, expect, test } from 'vitest'
import { readSocketAnswer, socketRequest } from './sock-diag.ts'
import type { SocketEnds } from './socket-ends.ts'

const ends: SocketEnds = { local: { address: '127.0.0.1', port: 0xd431 }, remote: { address: '127.0.0.1', port: 0x2b66 } }

/** A recorded answer of the kernel to question 7, about a socket of user 1000 with inode 4321. */
const recorded = (id: string, family = '02', state = '01'): Buffer =>
  Buffer.from(
    // nlmsghdr: length 88, SOCK_DIAG_BY_FAMILY, no flags, sequence 7, port id
    '58000000' +
      '1400' +
      '0000' +
      '07000000' +
      '39300000' +
      family +
      state +
      '0000' +
      id +
      '00000000' +
      '0'.repeat(24 - 8) +
      'e8030000' +
      'e1100000',
    'hex',
  )
const ipv4Id = (sport: string, dport: string, dst = '7f000001') =>
  sport + dport + '7f000001' + '0'.repeat(24) + dst + '0'.repeat(24) + '00000000' + '0100000000000000'
const mapped = '00000000000000000000ffff7f000001'

describe.skipIf(endianness() === 'BE')('a question for one socket', () => {
  test('names exactly its two ends, and the loopback interface', () => {
    const request = socketRequest(ends, 7).toString('hex')
    expect(request).toBe(
      '48000000' +
        '1400' +
        '0100' +
        '07000000' +
        '00000000' +
        '02060000' +
        'ffffffff' +
        'd4312b66' +
        '7f000001' +
        '0'.repeat(24) +
        '7f000001' +
        '0'.repeat(24) +
        '01000000' +
        'ffffffffffffffff',
    )
  })

  test('asks for a mapped address as for IPv4, and refuses an invalid address', () => {
    const mappedEnds = { local: { ...ends.local, address: '::ffff:127.0.0.1' }, remote: ends.remote }
    expect(socketRequest(mappedEnds, 7)).toEqual(socketRequest(ends, 7))
    expect(() => socketRequest({ local: { address: 'fe80::1%1', port: 1 } }, 7)).toThrow('no loopback address')
  })
})

describe.skipIf(endianness() === 'BE')('an answer', () => {
  test('has the user and the inode, for IPv4 and for an IPv4 address that is mapped into IPv6', () => {
    const socket = { kind: 'socket', uid: 1000, inode: 4321 }
    expect(readSocketAnswer(recorded(ipv4Id('d431', '2b66')), ends, 7)).toEqual(socket)
    const mappedId = 'd4312b66' + mapped + mapped + '00000000' + '0100000000000000'
    expect(readSocketAnswer(recorded(mappedId, '0a'), ends, 7)).toEqual(socket)
  })

  test.each([
    ['a listener, to which the kernel falls back', ipv4Id('d431', '0000', '00000000')],
    ['a socket to another port', ipv4Id('d431', '2b67')],
    ['a socket from another port', ipv4Id('d432', '2b66')],
    ['a socket to another address', ipv4Id('d431', '2b66', '7f000002')],
  ])('that describes %s is none', (_what, id) => {
    expect(readSocketAnswer(recorded(id), ends, 7)).toEqual({ kind: 'none' })
  })

  test('of an unknown family is no socket', () => {
    expect(readSocketAnswer(recorded(ipv4Id('d431', '2b66'), '01'), ends, 7)).toEqual({ kind: 'none' })
  })

  test('for a port is a socket that listens there', () => {
    const asked = { local: ends.local }
    const id = ipv4Id('d431', '0000', '00000000')
    expect(readSocketAnswer(recorded(id, '02', '0a'), asked, 7)).toMatchObject({ inode: 4321 })
    expect(readSocketAnswer(recorded(id, '02', '01'), asked, 7)).toEqual({ kind: 'none' })
  })

  test('to another question is skipped', () => {
    expect(readSocketAnswer(recorded(ipv4Id('d431', '2b66')), ends, 8)).toEqual({ kind: 'other' })
  })

  test('with ENOENT is no socket, and with any other error throws', () => {
    const error = (code: string) => Buffer.from(`24000000020000000700000000000000${code}${'0'.repeat(32)}`, 'hex')
    expect(readSocketAnswer(error('feffffff'), ends, 7)).toEqual({ kind: 'none' })
    expect(() => readSocketAnswer(error('ffffffff'), ends, 7)).toThrow('error 1')
  })

  test('that is cut short anywhere throws', () => {
    const whole = recorded(ipv4Id('d431', '2b66'))
    for (let length = 0; length < whole.length; length += 1)
      expect(() => readSocketAnswer(whole.subarray(0, length), ends, 7)).toThrow('cut short')
  })
})
