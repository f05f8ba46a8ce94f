import type { GuideClient } from '../../../contract/guide.ts'
import { expect } from '../expect.ts'
import type { Scene } from './stage.ts'

/** The guides for a mail app: one with a window, one with a file, one that needs TLS by Postern, one that cannot use Postern; and the export of an account for OpenSSH. */
export const guides: Scene = {
  name: 'guides and export',
  sharesWindow: true,
  play: async ({ open, show, harness }) => {
    const { t, page, button, goTo } = await open('accounts')
    const { Work, Notary } = harness.accountIds
    const main = page.getByRole('main')
    const look = async (accountId: string, client: GuideClient): Promise<void> => {
      await goTo(`/accounts/${accountId}/guide/${client}`, t('guide.title'))
      await expect(main.getByRole('heading', { level: 2, name: t(`guides.client.${client}`) })).toBeVisible()
      await expect(main.getByText(t('guide.loading'))).toBeHidden()
    }

    await look(Work, 'thunderbird')
    await show('guide-thunderbird')
    await button(t('guide.changeWhat', { what: t('guide.mailUser') })).click()
    await expect(main.getByRole('textbox', { name: t('guide.mailUser') })).toBeFocused()
    await show('guide-changing')
    await look(Work, 'mutt')
    await button(t('guide.saveWhat', { what: 'muttrc' })).click()
    await expect(main.getByText(t('guide.savedAs'))).toBeVisible()
    await show('guide-mutt')
    await look(Work, 'geary')
    await show('guide-geary')
    await look(Work, 's-nail')
    await show('guide-lacking-tls')
    await look(Work, 'new-outlook')
    await show('guide-new-outlook')
    await look(Notary, 'outlook')
    await show('guide-lacking')

    await goTo(`/accounts/${Work}/export`, t('export.title'))
    await expect(main.getByText(/^Host Work/)).toBeVisible()
    await show('export')
  },
}
