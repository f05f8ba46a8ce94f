import { describe, expect, test } from 'vitest'
import { createPeerOwner } from './peer-owner.ts'

const local = { address: '127.0.0.1', port: 0x2b66 }
const remote = { address: '127.0.0.1', port: 0xd431 }
const row = (uid: number, inode: number) =>
  `   3: 0100007F:D431 0100007F:2B66 01 00000000:00000000 00:00000000 00000000  ${uid}        0 ${inode} 1\n`
const owner = (tables: { tcp: string; tcp6: string }, uid = 1000) =>
  createPeerOwner({ platform: 'linux', uid, readTable: (table) => Promise.resolve(tables[table]) })({ local, remote })

describe('the owner of the other end', () => {
  test('is the same user or another by its uid', async () => {
    expect(await owner({ tcp: row(1000, 5), tcp6: '' })).toBe('same-user')
    expect(await owner({ tcp: row(1001, 5), tcp6: '' })).toBe('other-user')
    expect(await owner({ tcp: row(0, 5), tcp6: '' })).toBe('other-user')
  })

  test('is found among IPv6 sockets too', async () => {
    const mapped = row(1001, 5).replaceAll('0100007F', '0000000000000000FFFF00000100007F')
    expect(await owner({ tcp: '', tcp6: mapped })).toBe('other-user')
  })

  test('is nobody once the socket was closed, and not the root whom the table names', async () => {
    expect(await owner({ tcp: row(0, 0), tcp6: '' }, 0)).toBe('gone')
    expect(await owner({ tcp: '', tcp6: '' })).toBe('gone')
  })

  test('is unknown where the OS has no such table, or does not show it', async () => {
    expect(await createPeerOwner({ platform: 'darwin', uid: 501 })({ local, remote })).toBe('unknown')
    const hidden = createPeerOwner({ platform: 'linux', uid: 1000, readTable: () => Promise.reject(new Error('EACCES')) })
    expect(await hidden({ local, remote })).toBe('unknown')
  })
})
