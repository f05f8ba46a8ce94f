import type { Locator, Page } from '@playwright/test'
import { expect } from './expect.ts'
import { createTranslate, type Translate } from '../../words/translate.ts'
import type { WindowLanguage } from './open-window.ts'

/** One mail port as a person fills it in. */
export interface WantedPort {
  readonly service: 'pop3' | 'imap' | 'submission'
  readonly localPort: number
  readonly destinationPort: number
}

/** The acts of a person in the window, by the words on the screen. */
export interface Person {
  readonly t: Translate
  readonly page: Page
  readonly addFirstAccount: (account: {
    readonly host: string
    readonly port: number
    readonly user: string
    readonly name: string
    readonly keyName: string
    readonly ports: readonly WantedPort[]
  }) => Promise<void>
  /** Presses the button of the account page. */
  readonly connect: () => Promise<void>
  readonly disconnect: () => Promise<void>
  readonly trustHostKey: (fingerprint: string) => Promise<void>
  readonly typePassphrase: (passphrase: string) => Promise<void>
  /** Waits for a state of the tunnel, in words, on the account page. */
  readonly seesState: (text: string | RegExp) => Promise<void>
  readonly portRow: (name: string) => Locator
}

/** A pattern for a text of the locale in which any value fits its placeholders, such as `{{duration}}`. */
const pattern = (text: string): RegExp => new RegExp(text.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{\{\w+\}\}/g, '.+'))

export const personAt = (page: Page, language: WindowLanguage): Person => {
  const t = createTranslate(language)
  const button = (name: string): Locator => page.getByRole('button', { name, exact: true })

  const addPort = async (port: WantedPort): Promise<void> => {
    const name = t(`service.${port.service}`)
    await button(t('editor.addForward')).click()
    await page.getByRole('menuitem', { name: new RegExp(`^${name} `) }).click()
    const group = page.getByRole('group', { name })
    await group.getByRole('textbox', { name: t('editor.port'), exact: true }).fill(String(port.destinationPort))
    await group.getByRole('textbox', { name: t('editor.localPort') }).fill(String(port.localPort))
    await expect(group.getByText(t('editor.portFree'))).toBeVisible()
  }

  return {
    t,
    page,
    addFirstAccount: async ({ host, port, user, name, keyName, ports }) => {
      await page.getByRole('link', { name: t('accounts.none.add') }).click()
      await page.getByRole('link', { name: t('setup.server.everything') }).click()
      await page.getByRole('textbox', { name: t('editor.host'), exact: true }).fill(host)
      await page
        .getByRole('textbox', { name: t('editor.port'), exact: true })
        .first()
        .fill(String(port))
      await page.getByRole('textbox', { name: t('editor.user') }).fill(user)
      await page.getByRole('textbox', { name: t('editor.name') }).fill(name)
      for (const wanted of ports) await addPort(wanted)
      await page.getByRole('button', { name: new RegExp(t('editor.identityNone')) }).click()
      await page.getByRole('option', { name: new RegExp(keyName) }).click()
      await button(t('editor.save.add')).click()
      await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
    },
    connect: () => button(t('accounts.act.connect')).click(),
    disconnect: () => button(t('accounts.act.disconnect')).click(),
    trustHostKey: async (fingerprint) => {
      const dialog = page.getByRole('alertdialog', { name: t('prompts.title.host-key') })
      await expect(dialog.getByText(fingerprint)).toBeVisible()
      await dialog.getByRole('button', { name: t('prompts.hostKey.trust') }).click()
      await expect(dialog).toBeHidden()
    },
    typePassphrase: async (passphrase) => {
      const dialog = page.getByRole('dialog', { name: t('prompts.title.passphrase') })
      await dialog.getByLabel(t('prompts.secret.field.passphrase'), { exact: true }).fill(passphrase)
      await dialog.getByRole('button', { name: t('prompts.give') }).click()
      await expect(dialog).toBeHidden()
    },
    seesState: async (text) => {
      const wanted = typeof text === 'string' ? pattern(text) : text
      await expect(page.getByRole('main').getByText(wanted).first()).toBeVisible({ timeout: 30_000 })
    },
    portRow: (name) => page.getByRole('main').getByRole('listitem', { name, exact: true }),
  }
}
