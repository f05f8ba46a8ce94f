import { z } from 'zod'
import { AccountSchema } from '../../contract/account.ts'
import { LocalForwardSchema } from '../../contract/local-forward.ts'
import type { HourCount } from './hour-counts.ts'

/** Raise the version with every change that an older Postern could not read or would lose. */
export const trafficVersion = 1

const HourSchema = z.iso.datetime({ precision: -1 })
const BytesSchema = z.int().min(0)

/** The content of traffic.json: the bytes in and out of each forward and hour. SECURITY: counts alone, never the bytes themselves. */
const StoredTrafficSchema = z.object({
  version: z.literal(trafficVersion),
  forwards: z.array(
    z.object({
      accountId: AccountSchema.shape.id,
      forwardId: LocalForwardSchema.shape.id,
      hours: z.record(HourSchema, z.tuple([BytesSchema, BytesSchema])),
    }),
  ),
})
type StoredTraffic = z.infer<typeof StoredTrafficSchema>

export type ReadTraffic =
  | { readonly kind: 'good'; readonly counts: readonly HourCount[] }
  | { readonly kind: 'damaged' }
  | { readonly kind: 'newer'; readonly version: number }

const VersionedSchema = z.looseObject({ version: z.int().min(0) })

/** Reads the parsed content of the file. */
export const readTraffic = (content: unknown): ReadTraffic => {
  const versioned = VersionedSchema.safeParse(content)
  if (!versioned.success) return { kind: 'damaged' }
  if (versioned.data.version > trafficVersion) return { kind: 'newer', version: versioned.data.version }
  const stored = StoredTrafficSchema.safeParse(content)
  return stored.success ? { kind: 'good', counts: countsOf(stored.data) } : { kind: 'damaged' }
}

const countsOf = ({ forwards }: StoredTraffic): readonly HourCount[] =>
  forwards.flatMap(({ accountId, forwardId, hours }) =>
    Object.entries(hours).map(([hour, [bytesIn, bytesOut]]) => ({
      accountId,
      forwardId,
      bytesIn,
      bytesOut,
      hour: Date.parse(hour),
    })),
  )

/** Returns the content of a file with `counts`, which must have each hour of each forward at most once. */
export const writtenTraffic = (counts: readonly HourCount[]): StoredTraffic => {
  const forwards = new Map<string, StoredTraffic['forwards'][number]>()
  for (const { accountId, forwardId, hour, bytesIn, bytesOut } of counts) {
    const name = `${accountId} ${forwardId}`
    const forward = forwards.get(name) ?? { accountId, forwardId, hours: {} }
    // `2026-11-21T09:00Z` needs no seconds: in every zone an hour begins at a full minute.
    forward.hours[`${new Date(hour).toISOString().slice(0, 16)}Z`] = [bytesIn, bytesOut]
    forwards.set(name, forward)
  }
  return { version: trafficVersion, forwards: [...forwards.values()] }
}
