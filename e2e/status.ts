import { z } from 'zod'
import type { PosternCommand, UpEvent } from '../main/testing/postern-command.ts'
import { waitUntil } from '../main/testing/wait-until.ts'

const StatusSchema = z.array(
  z.object({
    account: z.string(),
    pid: z.number().nullable(),
    state: z.object({ name: z.string() }),
    forwards: z.array(
      z.object({
        id: z.string(),
        localPort: z.number(),
        traffic: z.object({
          bytesIn: z.number(),
          bytesOut: z.number(),
          openConnections: z.number(),
          totalConnections: z.number(),
        }),
      }),
    ),
  }),
)
export type AccountStatus = z.infer<typeof StatusSchema>[number]

/** The status of one account by `postern status --json`. */
export const statusOf = async (postern: PosternCommand, account: string): Promise<AccountStatus> => {
  const status = StatusSchema.parse(JSON.parse(await postern.must(['status', '--json']))).find((one) => one.account === account)
  if (status === undefined) throw new Error(`no account ${account} in the status`)
  return status
}

/** The same, after every connection through the tunnel is closed, when the bytes are complete. */
export const settledStatusOf = async (postern: PosternCommand, account: string): Promise<AccountStatus> => {
  let status: AccountStatus | undefined
  const settled = async (): Promise<boolean> => {
    status = await statusOf(postern, account)
    return status.forwards.every(({ traffic }) => traffic.openConnections === 0)
  }
  await waitUntil(settled, { what: 'every connection to be closed', timeoutMs: 30_000, everyMs: 200 })
  return status!
}

const ClosedSchema = z.object({ forwardId: z.string(), bytesIn: z.number(), bytesOut: z.number() })

/** The sums of the `connection-closed` events of `up --json`, by forward. */
export const closedSums = (
  events: readonly UpEvent[],
): Readonly<Record<string, { bytesIn: number; bytesOut: number; connections: number }>> => {
  const sums: Record<string, { bytesIn: number; bytesOut: number; connections: number }> = {}
  for (const event of events.filter((one) => one.event === 'connection-closed')) {
    const { forwardId, bytesIn, bytesOut } = ClosedSchema.parse(event)
    const sum = (sums[forwardId] ??= { bytesIn: 0, bytesOut: 0, connections: 0 })
    sum.bytesIn += bytesIn
    sum.bytesOut += bytesOut
    sum.connections++
  }
  return sums
}
