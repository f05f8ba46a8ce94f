import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { expect as see } from '../window/expect.ts'
import { afterEach, expect, test } from 'vitest'
import { createTranslate } from '../../words/translate.ts'
import { launchPostern, type LaunchedPostern } from './launch-postern.ts'

// Start at log-in, in a real Electron on Linux, where a desktop starts the entries of its autostart folder.

const t = createTranslate('en')
let postern: LaunchedPostern | undefined

afterEach(async () => {
  await postern?.close()
  postern = undefined
})

test('the switch in Settings adds Postern to the autostart folder, and removes it', async () => {
  postern = await launchPostern()
  const { page, dataDir } = postern
  const entry = path.join(path.dirname(dataDir), '.config/autostart/postern.desktop')
  await page.evaluate(() => {
    location.hash = '/settings'
  })
  const toggle = page.getByRole('switch', { name: t('settings.logInItem.label') })
  await see(toggle).not.toBeChecked()
  // The switch's input is invisible, so the test presses its label.
  await page.getByText(t('settings.logInItem.label'), { exact: true }).click()
  await see(toggle).toBeChecked()
  expect(await readFile(entry, 'utf8')).toMatch(
    /^\[Desktop Entry\]\nType=Application\nName=Postern\nExec="[^"]*electron[^"]*" .*"--hidden"\n/,
  )
  await page.getByText(t('settings.logInItem.label'), { exact: true }).click()
  await see(toggle).not.toBeChecked()
  await expect(stat(entry)).rejects.toThrow('ENOENT')
})
