import type { Program } from '../../contract/failure.ts'
import type { SocketEnds, Endpoint } from './socket-ends.ts'

/** A socket as the OS describes it. */
export interface SystemSocket {
  readonly owner: 'same-user' | 'other-user'
  /** The key by which the programs of the socket are found: its inode on Linux, the id of its process elsewhere. */
  readonly id: number
}

/**
 * The TCP sockets of an OS: one file for each system. The first two functions throw if the OS fails to answer. They are called for every
 * connection, so they open no descriptor and wait for nothing.
 */
export interface SystemSockets {
  /** The socket with exactly these ends. Undefined without such a socket, or if no process holds it any more. */
  readonly connected: (ends: SocketEnds) => SystemSocket | undefined
  /** The listening socket that keeps `wanted` from being bound. */
  readonly listening: (wanted: Endpoint) => SystemSocket | undefined
  /** The programs that hold sockets, by their ids, as far as the OS reveals them. It often hides the programs of other users. */
  readonly programs: (ids: ReadonlySet<number>) => Promise<ReadonlyMap<number, Program>>
}
