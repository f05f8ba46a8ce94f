import { describe, expect, test } from 'vitest'
import { createPeerOwner } from './peer-owner.ts'
import type { SocketEnds } from './socket-ends.ts'
import type { SystemSockets } from './system-sockets.ts'

const ends: SocketEnds = { local: { address: '127.0.0.1', port: 11_110 }, remote: { address: '127.0.0.1', port: 50_000 } }
const ownerBy = (connected: SystemSockets['connected']) =>
  createPeerOwner({ connected, listening: () => undefined, programs: () => Promise.resolve(new Map()) })(ends)

describe('the owner of the other end', () => {
  test('is that of the socket with the two ends the other way round', () => {
    const asked: SocketEnds[] = []
    const answer = (owner: 'same-user' | 'other-user') =>
      ownerBy((sought) => {
        asked.push(sought)
        return { owner, id: 5 }
      })
    expect([answer('same-user'), answer('other-user')]).toEqual(['same-user', 'other-user'])
    expect(asked[0]).toEqual({ local: ends.remote, remote: ends.local })
  })

  test('is gone once the socket is closed', () => {
    expect(ownerBy(() => undefined)).toBe('gone')
  })

  test('is unanswered if the OS fails to answer, and unknown if it never answers', () => {
    const fails = ownerBy(() => {
      throw new Error('EMFILE')
    })
    expect([fails, createPeerOwner(undefined)(ends)]).toEqual(['unanswered', 'unknown'])
  })
})
