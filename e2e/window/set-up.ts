import type { Locator } from '@playwright/test'
import { expect } from './expect.ts'
import { mailServices } from '../../contract/local-forward.ts'
import type { OnboardingStep } from '../../contract/onboarding.ts'
import type { MailLab } from '../../main/testing/mail-lab.ts'
import type { Person } from './person.ts'

/** The values of a new person in the wizard: a mail address, a password for the SSH server, and a new passphrase. */
export interface Newcomer {
  readonly lab: MailLab
  readonly ssh: { readonly user: string; readonly password: string }
  readonly account: string
  readonly passphrase: string
}

/** The acts of a person in the wizard, one function for each screen; each leaves the screen by its main button. */
export interface SetUp {
  readonly button: (name: string) => Locator
  readonly begin: () => Promise<void>
  readonly sees: (step: Exclude<OnboardingStep, 'key'> | 'key' | 'key-made' | 'installed') => Promise<void>
  readonly typesServer: (options?: { readonly mailHost?: string }) => Promise<void>
  readonly trustsServer: () => Promise<void>
  readonly makesKey: () => Promise<void>
  readonly typesSecret: (kind: 'password' | 'passphrase', secret: string) => Promise<void>
  readonly installsKey: () => Promise<void>
  readonly seesMailPorts: () => Promise<void>
  readonly takesMailPorts: () => Promise<void>
  readonly goesOn: () => Promise<void>
}

export const setUpBy = (person: Person, { lab, ssh, account, passphrase }: Newcomer): SetUp => {
  const { page, t } = person
  const main = page.getByRole('main')
  const button = (name: string): Locator => page.getByRole('button', { name, exact: true })
  const field = (name: string): Locator => main.getByRole('textbox', { name, exact: true })
  const goesOn = (): Promise<void> => button(t('setup.continue')).click()

  const titles = {
    server: t('setup.server.title'),
    trust: t('setup.trust.title'),
    key: t('setup.key.title'),
    'key-made': t('setup.key.madeTitle'),
    install: t('setup.install.title'),
    installed: t('setup.install.provenTitle'),
    mail: t('setup.mail.title'),
    client: t('setup.client.title'),
    done: t('setup.done.title'),
  }
  const sees: SetUp['sees'] = (step) =>
    expect(main.getByRole('heading', { level: 1, name: titles[step], exact: true })).toBeVisible({ timeout: 30_000 })

  const typesSecret: SetUp['typesSecret'] = async (kind, secret) => {
    const dialog = page.getByRole('dialog', { name: t(`prompts.title.${kind}`) })
    await dialog.getByLabel(t(`prompts.secret.field.${kind}`), { exact: true }).fill(secret)
    await dialog.getByRole('button', { name: t('prompts.give') }).click()
    await expect(dialog).toBeHidden()
  }

  /** Expects one found and ticked port for reading mail and one for sending. */
  const seesMailPorts = async (): Promise<void> => {
    const tick = (service: 'imap' | 'submission'): Locator =>
      main.getByRole('listitem').getByRole('checkbox', { name: new RegExp(`^${t(`service.${service}`)} `) })
    await expect(tick('imap').first()).toBeChecked({ timeout: 60_000 })
    await expect(tick('submission').first()).toBeChecked()
  }

  return {
    button,
    sees,
    goesOn,
    typesSecret,
    begin: async () => {
      await page.getByRole('link', { name: t('accounts.none.add') }).click()
      await sees('server')
    },
    typesServer: async ({ mailHost } = {}) => {
      await field(t('setup.server.mailAddress')).fill(lab.address)
      await button(t('setup.server.change')).click()
      await field(t('setup.server.host')).fill(lab.sshd.host)
      await field(t('editor.user')).fill(ssh.user)
      await field(t('editor.name')).fill(account)
      if (!(await field(t('editor.port')).isVisible())) await button(t('editor.more')).click()
      await field(t('editor.port')).fill(String(lab.sshd.port))
      if (mailHost !== undefined) await field(t('setup.server.mailHost')).fill(mailHost)
      await goesOn()
    },
    trustsServer: async () => {
      await expect(main.getByText(lab.sshd.hostKeys()[0]!.fingerprint)).toBeVisible({ timeout: 30_000 })
      await button(t('setup.trust.trust')).click()
    },
    makesKey: async () => {
      const secret = (name: string): Locator => main.getByLabel(name, { exact: true })
      await secret(t('keys.passphrase.first')).fill(passphrase)
      await expect(main.getByText(t('keys.strength.level.strong'), { exact: true })).toBeVisible({ timeout: 30_000 })
      await secret(t('keys.passphrase.second')).fill(passphrase)
      await button(t('setup.key.make')).click()
      await sees('key-made')
      await expect(main.getByText(t('keys.facts.encrypted.asked'))).toBeVisible()
      await expect(main.getByText(/^SHA256:[A-Za-z0-9+/]{43}$/).first()).toBeVisible()
      await goesOn()
    },
    installsKey: async () => {
      await button(t('setup.install.act.now')).click()
      await typesSecret('password', ssh.password)
      await typesSecret('passphrase', passphrase)
      await sees('installed')
      await goesOn()
    },
    seesMailPorts,
    takesMailPorts: async () => {
      await seesMailPorts()
      await goesOn()
      // Another test may have bound a proposed port in the meantime. A person then uses the port that Postern suggests.
      const another = main.getByRole('button', { name: new RegExp(`^${t('editor.usePort', { port: '\\d+' })}$`) }).first()
      const next = main.getByRole('heading', { level: 1, name: titles.client, exact: true })
      // Each of the ports may be taken once.
      const takesNext = async (tries: number): Promise<void> => {
        await expect(next.or(another).first()).toBeVisible({ timeout: 60_000 })
        if (tries === 0 || (await next.isVisible())) return
        await another.click()
        await goesOn()
        await takesNext(tries - 1)
      }
      await takesNext(mailServices.length)
      await expect(next).toBeVisible({ timeout: 30_000 })
    },
  }
}
