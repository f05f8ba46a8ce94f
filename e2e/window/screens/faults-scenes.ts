import { mkdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect } from '../expect.ts'
import type { Scene } from './stage.ts'

/** Settings that a newer Postern has written: this one reports it and does not change them. */
export const newerSettings: Scene = {
  name: 'settings of a newer Postern',
  play: async ({ open, show }) => {
    const { t, button } = await open('accounts', (folder) => writeFile(path.join(folder, 'data/settings.json'), '{"version":999}'))
    await expect(button(t('window.goOn'))).toBeVisible({ timeout: 20_000 })
    await show('settings-newer')
  },
}

/** A known_hosts that cannot be read, since it is a folder. */
export const unreadableKnownHosts: Scene = {
  name: 'known hosts that cannot be read',
  play: async ({ open, show }) => {
    const { t, page, goTo } = await open('accounts', async (folder) => {
      const file = path.join(folder, 'data/known_hosts')
      await rm(file)
      await mkdir(file)
    })
    await goTo('/known-hosts', t('nav.knownHosts'))
    await expect(page.getByRole('main').getByRole('alert')).toBeVisible()
    await show('known-hosts-unreadable')
  },
}

/** A window whose Postern has ended. */
export const lostConnection: Scene = {
  name: 'a Postern that has ended',
  play: async ({ open, show }) => {
    const { page, window } = await open('accounts')
    await expect(page.getByRole('main').getByRole('link', { name: 'Notary' })).toBeVisible()
    // The browser must fetch all files of the page, its icon too, before Postern ends.
    await page.waitForLoadState('networkidle')
    await window.endPostern()
    await expect(page.getByRole('dialog')).toBeVisible()
    await show('connection-lost')
  },
}
