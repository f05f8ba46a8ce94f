import { expect, test } from 'vitest'
import { FailureError, type Failure } from '../../../contract/failure.ts'
import { SettingsSchema } from '../../../contract/settings.ts'
import type { Outcome } from '../../../contract/postern-api.ts'
import { settingsAtStart } from './settings-at-start.ts'

const dutch = SettingsSchema.parse({ language: 'nl' })
const corrupt: Failure = { code: 'store-corrupt', file: '/a', keptAs: '/b' }
const newer: Failure = { code: 'store-newer', file: '/a', version: 9, supported: 1 }

const answering = (...outcomes: Outcome<unknown>[]) => ({
  answer: () => Promise.resolve(outcomes.shift() ?? { ok: false as const, failure: newer }),
})

test('returns the settings', async () => {
  expect(await settingsAtStart(answering({ ok: true, answer: dutch }))).toEqual({ settings: dutch })
})

test('returns the damage with the settings of the last good copy', async () => {
  const service = answering({ ok: false, failure: corrupt }, { ok: true, answer: dutch })
  expect(await settingsAtStart(service)).toEqual({ settings: dutch, damage: corrupt })
})

test('rejects if the settings cannot be read', async () => {
  await expect(settingsAtStart(answering({ ok: false, failure: newer }))).rejects.toEqual(new FailureError(newer))
  await expect(settingsAtStart(answering({ ok: false, failure: corrupt }))).rejects.toEqual(new FailureError(newer))
})
