import { expect } from '../expect.ts'
import { pretend } from '../pretend.ts'
import type { Scene } from './stage.ts'

/** The diagnosis, without names and with them; and with a log that cannot be read. */
export const diagnosis: Scene = {
  name: 'diagnosis',
  sharesWindow: true,
  play: async ({ open, show }) => {
    const { t, page, button, goTo } = await open('accounts')
    const dialog = page.getByRole('dialog', { name: t('diagnosis.title') })
    const text = dialog.getByRole('group', { name: t('diagnosis.text') })
    // The page below it is short, and so is the picture.
    await goTo('/log', t('nav.log'))
    await button(t('diagnosis.open')).click()
    await expect(text).toBeVisible()
    await show('diagnosis')
    await dialog.getByText(t('diagnosis.withNames')).click()
    await expect(text).toContainText('Notary')
    await dialog.getByRole('button', { name: t('common.copyWhat', { what: t('diagnosis.what') }) }).click()
    await expect(dialog.getByText(t('common.copied')).first()).toBeVisible()
    await show('diagnosis-with-names')

    const failure = {
      code: 'file-not-readable',
      file: '/home/bob/.config/Postern/logs/postern.log',
      reason: 'no-permission',
      said: 'EACCES',
    } as const
    await pretend(page, { outcomes: { getDiagnosis: { ok: false, failure } } })
    await goTo('/log', t('nav.log'))
    await button(t('diagnosis.open')).click()
    await expect(dialog.getByRole('alert')).toBeVisible()
    await show('diagnosis-failed')
  },
}
