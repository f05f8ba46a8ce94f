import { expect } from '../expect.ts'
import { holdPort } from './held-port.ts'
import type { Scene } from './stage.ts'

export const portTaken: Scene = {
  name: 'a local port that another program holds',
  play: async ({ open, show, after, harness }) => {
    after(await holdPort(harness.local.pop3))
    const { t, page, connect, goToAccount } = await open('accounts')
    await goToAccount('Work')
    await connect()
    await expect(page.getByRole('main').getByRole('alert').first()).toBeVisible()
    await expect(page.getByRole('main').getByText(t('accounts.light.ssh.up')).first()).toBeVisible()
    await show('account-port-taken')
  },
}
