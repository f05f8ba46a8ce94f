import { expect } from '../expect.ts'
import { newOnboarding } from '../../../contract/onboarding.ts'
import type { AccountName } from './screens-harness.ts'
import type { Scene } from './stage.ts'

/** The wizard with known servers, with one whose key has changed, and with one without mail. */
export const setupTrust: Scene = {
  name: 'wizard: other servers',
  play: async ({ open, show, harness }) => {
    const { t, page, button, ask, goTo } = await open('accounts')
    const main = page.getByRole('main')
    const beginAt = async (step: 'trust' | 'mail', name: AccountName): Promise<void> => {
      await goTo('/', t('nav.accounts'))
      await ask('saveOnboarding', {
        onboarding: { ...newOnboarding('bob'), step, reached: step, accountId: harness.accountIds[name] },
      })
      // A window loads the wizard's state once, when it opens.
      await page.reload()
      await goTo(`/setup/${step}`, t(`setup.${step}.title`))
    }

    await beginAt('trust', 'Bank')
    await expect(main.getByText(t('setup.trust.known.postern'))).toBeVisible()
    await show('setup-trust-known')
    await beginAt('trust', 'Club')
    await expect(main.getByRole('alert')).toBeVisible()
    await show('setup-trust-changed')

    await beginAt('mail', 'Home')
    await expect(button(t('setup.mail.askAgain'))).toBeVisible({ timeout: 30_000 })
    await button(t('setup.mail.missing')).click()
    await main.getByRole('textbox', { name: t('setup.mail.otherHost') }).fill('popserver')
    await button(t('setup.mail.ask')).click()
    await expect(main.getByText(t('setup.mail.encrypted')).first()).toBeVisible({ timeout: 30_000 })
    await show('setup-mail-other-host')
    await page.getByRole('link', { name: t('setup.later') }).click()
    await button(t('setup.unfinished.leave')).click()
    const question = page.getByRole('alertdialog', { name: t('setup.unfinished.question') })
    await expect(question).toBeVisible()
    await show('setup-unfinished-leave')
    await question.getByRole('button', { name: t('setup.unfinished.leave') }).click()

    await goTo('/setup', t('setup.server.title'))
    const choose = (name: string): Promise<void> => main.getByRole('radio', { name: new RegExp(`^${name}`) }).check({ force: true })
    await choose(t('setup.server.way.paste'))
    await main.getByRole('textbox', { name: t('setup.server.given') }).fill(`ssh bob@127.0.0.1 -p ${harness.servers.family.port}`)
    await expect(main.getByText(t('setup.server.understood', { count: 1 }))).toBeVisible()
    await button(t('setup.continue')).click()
    await expect(button(t('setup.server.takeNothing'))).toBeVisible()
    await button(t('setup.continue')).click()
    await button(t('setup.trust.trust')).click()
    await expect(main.getByRole('heading', { level: 1, name: t('setup.key.title') })).toBeVisible()
    await choose(t('setup.key.way.other'))
    await button(t('setup.continue')).click()
    const password = page.getByRole('dialog', { name: t('prompts.title.password') })
    await password.getByLabel(t('prompts.secret.field.password'), { exact: true }).fill(harness.password)
    await password.getByRole('button', { name: t('prompts.give') }).click()
    await expect(main.getByText(t('setup.mail.nothingNext'))).toBeVisible({ timeout: 30_000 })
    await show('setup-mail-nothing')
  },
}
