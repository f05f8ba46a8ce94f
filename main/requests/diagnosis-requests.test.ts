import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { logFile } from '../data-folder/connection-log.ts'
import { windowHarness } from '../testing/window-harness.ts'

const { dataFolder, startWindow } = windowHarness()

const draft = { name: 'Acme post', host: 'gate.acme.test', user: 'bsmith' }

test('a diagnosis has the configuration and the log, without names or with them', async () => {
  const { ask, dataDir } = await startWindow({ desktop: { shell: 'electron', hasTray: false } })
  const { name } = await ask('addAccount', { draft })
  const line = { level: 'info', time: '2026-11-21T10:00:00.000Z', pid: 7, account: name, msg: 'banner: this is GATE.acme.test' }
  writeFileSync(logFile(dataDir), `${JSON.stringify(line)}\n`)

  const without = await ask('getDiagnosis', { withNames: false })
  expect(without).toContain('- system tray: no\n')
  expect(without).toContain('### account-1\n- state: stopped\n- server: server-1, port 22\n')
  expect(without).toContain('info [7] account-1: banner: this is server-1\n')
  expect(without.toLowerCase()).not.toMatch(/acme|bsmith/)

  const withThem = await ask('getDiagnosis', { withNames: true })
  expect(withThem).toContain('info [7] Acme post: banner: this is GATE.acme.test\n')
})

test('a diagnosis has the failure of settings that cannot be read', async () => {
  const dataDir = await dataFolder()
  writeFileSync(path.join(dataDir, 'settings.json'), JSON.stringify({ version: 9999 }))
  const { ask } = await startWindow({ dataDir })
  expect(await ask('getDiagnosis', { withNames: false })).toContain('## What could not be read\n- store-newer: ')
})
