import { expect } from '../expect.ts'
import { freePort } from '../../../main/testing/free-port.ts'
import { holdPort } from './held-port.ts'
import type { Scene } from './stage.ts'

export const editor: Scene = {
  name: 'account editor',
  play: async ({ open, show, after, harness }) => {
    const { t, page, button, goTo } = await open('accounts')
    const box = (name: string) => page.getByRole('textbox', { name, exact: true })
    const save = button(t('editor.save.add'))

    await goTo('/accounts/new', t('editor.newTitle'))
    await show('editor-new')
    await save.click()
    await expect(page.getByRole('alert')).toBeVisible()
    await show('editor-wrong')

    await box(t('editor.host')).fill('ssh.example.org')
    await box(t('editor.user')).fill('bob')
    await box(t('editor.name')).fill('Choir')
    const addPort = async (service: 'imap' | 'submission'): Promise<void> => {
      await button(t('editor.addForward')).click()
      await page.getByRole('menuitem', { name: new RegExp(`^${t(`service.${service}`)} `) }).click()
      await expect(page.getByRole('group', { name: t(`service.${service}`) }).getByText(t('editor.portFree'))).toBeVisible()
    }
    await button(t('editor.addForward')).click()
    await expect(page.getByRole('menuitem', { name: new RegExp(`^${t('service.imap')} `) })).toBeVisible()
    await show('editor-port-menu')
    await page.keyboard.press('Escape')
    await addPort('imap')
    await addPort('submission')
    const imap = page.getByRole('group', { name: t('service.imap') })
    await imap.getByRole('textbox', { name: t('editor.destinationHost') }).fill('imap.example.net')
    await imap
      .getByRole('button', { name: new RegExp(`${t('mailTls.none')}.*${t('editor.mailTls')}|${t('editor.mailTls')}`) })
      .click()
    await page.getByRole('option', { name: t('mailTls.starttls') }).click()
    await expect(imap.getByText(t('editor.certificateNameUse', { name: 'imap.example.net' }))).toBeVisible()
    await imap.getByRole('button', { name: t('editor.moreOf', { forward: t('service.imap') }) }).click()
    await page.getByRole('button', { name: t('editor.more'), exact: true }).click()
    await page.getByRole('button', { name: new RegExp(t('editor.identityNone')) }).click()
    await page.getByRole('option', { name: /^laptop/ }).click()
    await show('editor-filled')
    await save.click()
    await expect(page.getByText(t('editor.problem.account-exists'))).toBeVisible()
    await show('editor-name-taken')
    await button(t('editor.removeForward', { forward: t('service.submission') })).click()
    await expect(button(t('common.undo'))).toBeVisible()
    await show('editor-port-removed')
    await page.getByRole('link', { name: t('editor.cancel'), exact: true }).click()
    await expect(page.getByRole('alertdialog')).toBeVisible()
    await show('editor-leave-question')
    await button(t('editor.leave.leave')).click()

    await goTo(`/accounts/${harness.accountIds.Home}/edit`, t('editor.editTitle', { account: 'Home' }))
    await page.getByRole('button', { name: new RegExp(t('editor.linger').replace(/[()]/g, '\\$&')) }).click()
    await expect(page.getByRole('option', { name: t('settings.lingerSeconds.never') })).toBeVisible()
    await show('editor-linger')
    await page.keyboard.press('Escape')

    await goTo(`/accounts/${harness.accountIds.Work}/edit`, t('editor.editTitle', { account: 'Work' }))
    await expect(page.getByText(t('editor.portFree')).first()).toBeVisible()
    await show('editor-edit')
    const held = await freePort()
    after(await holdPort(held))
    const pop3 = page.getByRole('group', { name: t('service.pop3') })
    await pop3.getByRole('textbox', { name: t('editor.localPort') }).fill(String(held))
    await expect(pop3.getByText(String(held), { exact: false }).first()).toBeVisible()
    await box(t('editor.keyFile')).fill('/home/bob/.ssh/id_nowhere')
    await expect(page.getByText('/home/bob/.ssh/id_nowhere', { exact: false }).first()).toBeVisible()
    await show('editor-obstacles')
  },
}
