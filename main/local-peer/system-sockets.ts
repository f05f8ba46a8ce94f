import type { Program } from '../../contract/failure.ts'
import type { SocketEnds, Endpoint } from './socket-ends.ts'

/** A socket as the OS describes it. */
export interface SystemSocket {
  readonly owner: 'same-user' | 'other-user'
  /** By what the programs of the socket are found: its inode on Linux, the id of its process elsewhere. */
  readonly id: number
}

/**
 * What an OS says of its TCP sockets: one file for each system. The first two throw where the OS fails to answer; they are asked for every
 * connection, so they open no descriptor and wait for nothing.
 */
export interface SystemSockets {
  /** The socket with exactly these ends. Undefined where there is none, or none that a process still holds. */
  readonly connected: (ends: SocketEnds) => SystemSocket | undefined
  /** A socket that listens where binding `wanted` fails. */
  readonly listening: (wanted: Endpoint) => SystemSocket | undefined
  /** The programs that hold sockets, by their ids, as far as they can be told. The programs of other users are often hidden. */
  readonly programs: (ids: ReadonlySet<number>) => Promise<ReadonlyMap<number, Program>>
}
