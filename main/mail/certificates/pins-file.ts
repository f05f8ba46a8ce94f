import { z } from 'zod'
import { PinnedCertificateSchema } from '../../../contract/mail-tls.ts'
import { createKeptFile, type KeptFile, type ReadContent } from '../../data-folder/kept-file.ts'
import type { WriteLockOptions } from '../../data-folder/write-lock.ts'

const version = 1
const PinsSchema = z.object({ pins: z.array(PinnedCertificateSchema) })
export type Pins = z.infer<typeof PinsSchema>
const VersionedSchema = z.looseObject({ version: z.number().int().min(0) })

const parse = (content: unknown): ReadContent<Pins> => {
  const versioned = VersionedSchema.safeParse(content)
  if (!versioned.success) return { kind: 'damaged' }
  if (versioned.data.version > version) return { kind: 'newer', version: versioned.data.version }
  const pins = PinsSchema.safeParse(versioned.data)
  return pins.success ? { kind: 'good', data: pins.data } : { kind: 'damaged' }
}

/** `certificates.json` in the data folder: the pins of certificates. They are public, and the file is 0600 as all are. */
export const createPinsFile = (options: WriteLockOptions & { readonly folder: string }): KeptFile<Pins> =>
  createKeptFile({
    ...options,
    name: 'certificates',
    version,
    parse,
    check: (pins) => PinsSchema.parse(pins),
    empty: () => ({ pins: [] }),
  })
