import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** Connects to a local port again and again, like a mail client that polls all the time. */
export interface PortWatch {
  /** The number of accepted connections, and of connections to an unbound port. */
  readonly counts: () => { readonly accepted: number; readonly refused: number }
  readonly stop: () => Promise<void>
}

const dial = (port: number): Promise<'accepted' | 'refused'> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      resolve('accepted')
    })
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED') resolve('refused')
      // Accepted, and reset before this side saw it.
      else if (error.code === 'ECONNRESET') resolve('accepted')
      else reject(error)
    })
  })

export const watchPort = (port: number): PortWatch => {
  const counts = { accepted: 0, refused: 0 }
  let isStopped = false
  const run = async (): Promise<void> => {
    while (!isStopped) {
      counts[await dial(port)] += 1
      await sleep(50)
    }
  }
  const running = run()
  return {
    counts: () => ({ ...counts }),
    stop: async () => {
      isStopped = true
      await running
    },
  }
}
