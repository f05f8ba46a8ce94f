import { z } from 'zod'
import { AccountSchema } from '../../contract/account.ts'
import { IdentitySchema } from '../../contract/identity.ts'
import { OnboardingSchema } from '../../contract/onboarding.ts'
import { SettingsSchema } from '../../contract/settings.ts'
import type { ReadContent } from '../data-folder/kept-file.ts'
import type { StoredData } from './account-store.ts'

export const StoredDataSchema = z.object({
  accounts: z.array(AccountSchema),
  identities: z.array(IdentitySchema),
  settings: SettingsSchema,
  // An invalid wizard is dropped, so that it does not make the whole file, with its accounts, count as damaged.
  onboarding: OnboardingSchema.optional().catch(undefined),
})

/** A version of the file's format, and the steps that migrate to it: `steps[n]` makes version n + 1 of version n. */
export interface Format {
  readonly version: number
  readonly steps: Readonly<Record<number, (content: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>>>
}

/** Raise the version with every change that an older Postern could not read or would lose, and add the step to it. */
export const currentFormat: Format = {
  version: 3,
  steps: {
    // New in version 2: an account's mail address and mail user, and the unfinished wizard.
    1: (content) => content,
    // New in version 3: a forward's TLS to the mail server, and what the mail server told.
    2: (content) => content,
  },
}

export const emptyData = (): StoredData => ({ accounts: [], identities: [], settings: SettingsSchema.parse({}) })

const VersionedSchema = z.looseObject({ version: z.number().int().min(0) })

/** Reads the parsed content of a file, and migrates it to the version of `format` step by step. */
export const readContent = (content: unknown, format: Format): ReadContent<StoredData> => {
  const versioned = VersionedSchema.safeParse(content)
  if (!versioned.success) return { kind: 'damaged' }
  const { version } = versioned.data
  if (version > format.version) return { kind: 'newer', version }
  try {
    return { kind: 'good', data: StoredDataSchema.parse(migrate(versioned.data, version, format)) }
  } catch {
    return { kind: 'damaged' }
  }
}

const migrate = (
  content: Readonly<Record<string, unknown>>,
  version: number,
  format: Format,
): Readonly<Record<string, unknown>> => {
  if (version === format.version) return content
  const step = format.steps[version]
  if (step === undefined) throw new Error(`no step leads from version ${version}`)
  return migrate(step(content), version + 1, format)
}
