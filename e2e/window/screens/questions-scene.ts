import { expect } from '../expect.ts'
import { makeTestKey } from '../../../main/testing/test-key.ts'
import { codeForApproval } from './code-server.ts'
import type { Scene } from './stage.ts'

/** Every kind of question of Postern. */
export const questions: Scene = {
  name: 'questions',
  play: async ({ open, show, harness }) => {
    const { t, page, button, ask, connect, goTo, goToAccount, seesState } = await open('accounts')
    const dialog = (kind: 'passphrase' | 'password' | 'keyboard-interactive' | 'notice') =>
      page.getByRole('dialog', { name: t(`prompts.title.${kind}`) })
    const give = async (kind: 'passphrase' | 'password', secret: string): Promise<void> => {
      await dialog(kind)
        .getByLabel(t(`prompts.secret.field.${kind}`), { exact: true })
        .fill(secret)
      await button(t('prompts.give')).click()
    }
    const isWrong = (kind: 'passphrase' | 'password') =>
      expect(dialog(kind).getByLabel(t(`prompts.secret.field.${kind}`), { exact: true })).toHaveAttribute('aria-invalid', 'true')

    await goToAccount('Family')
    await connect()
    const hostKey = page.getByRole('alertdialog', { name: t('prompts.title.host-key') })
    await expect(hostKey).toBeVisible()
    await show('question-host-key')
    const given = hostKey.getByRole('textbox', { name: t('hostTrust.compare') })
    await given.fill(makeTestKey().fingerprint)
    await expect(hostKey.getByText(t('hostTrust.different'))).toBeVisible()
    await show('question-host-key-different')
    await given.fill(harness.servers.family.hostKeys[0]!.fingerprint)
    await expect(hostKey.getByText(t('hostTrust.same'))).toBeVisible()
    await show('question-host-key-same')
    await button(t('prompts.hostKey.trust')).click()

    await expect(dialog('password')).toBeVisible()
    await show('question-password')
    await page.keyboard.press('Escape')
    await seesState(t('accounts.needsAnswer'))
    await show('question-put-aside')
    await button(t('prompts.answer')).click()
    await give('password', 'a password of another')
    await isWrong('password')
    await show('question-password-wrong')
    await give('password', harness.password)
    await seesState(t('state.connected'))

    await goToAccount('Office')
    await connect()
    await expect(dialog('passphrase')).toBeVisible()
    await show('question-passphrase')
    await give('passphrase', 'a passphrase of another')
    await isWrong('passphrase')
    await show('question-passphrase-wrong')
    void ask('connect', { accountId: harness.accountIds.Bank })
    await expect(dialog('passphrase').getByText(t('prompts.more', { count: 1 }))).toBeVisible()
    await show('questions-two')
    await give('passphrase', harness.passphrase)

    await expect(dialog('keyboard-interactive')).toBeVisible()
    await show('question-of-server')
    await dialog('keyboard-interactive').getByLabel('Customer number').fill('123')
    await dialog('keyboard-interactive').getByLabel('Code from your phone:', { exact: true }).fill(codeForApproval)
    await button(t('prompts.give')).click()
    // A question that comes while the focus is still in a field waits in a bar.
    await expect(
      dialog('notice')
        .or(button(t('prompts.answer')))
        .first(),
    ).toBeVisible()
    if (await button(t('prompts.answer')).isVisible()) await button(t('prompts.answer')).click()
    await expect(dialog('notice')).toBeVisible()
    await show('question-notice')
    await button(t('prompts.refuse')).click()
    await goToAccount('Bank')
    await expect(page.getByRole('main').getByRole('alert')).toBeVisible()
    await show('account-blocked-by-no-answer')

    await goTo('/log', t('nav.log'))
    const find = page.getByRole('searchbox', { name: t('log.text') })
    await find.fill('host key')
    void ask('retry', { accountId: harness.accountIds.Bank })
    await expect(button(t('prompts.answer'))).toBeVisible()
    await expect(find).toBeFocused()
    await show('question-while-typing')
    await find.fill('')
    await show('log')
    await find.fill('no line has this in it')
    await expect(page.getByText(t('log.noMatch'))).toBeVisible()
    await show('log-no-match')
  },
}
