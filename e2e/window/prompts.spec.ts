import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { expect as see } from './expect.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeWith } from '../../main/testing/components.ts'
import { environmentWithoutKeyring, keyringComponents, startKeyring } from '../../main/testing/keyring.ts'
import { filesWith, writtenForms } from '../../main/testing/process-secrets.ts'
import { startSshServer } from '../../main/testing/ssh-server.ts'
import { startSshd, type Sshd } from '../../main/testing/sshd.ts'
import { createTranslate } from '../../words/translate.ts'
import { failureText } from '../../words/failure-text.ts'
import { windowComponents } from './open-window.ts'
import { personAt } from './person.ts'
import { placesWith } from './places-with.ts'
import { openTab, windowHarness } from './window-harness.ts'

// Postern's questions: one at a time, never an interruption of typing, and without any trace of the answers.

const t = createTranslate('en')
const password = 'canary-password-Vq3Zr8'
const passphrase = 'canary-passphrase-Xw6Tn1'

interface Server {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly fingerprint: string
}

describeWith(['root', 'sshd', 'ssh-keygen', 'openssl', 'unshare', ...windowComponents, ...keyringComponents], 'a question', () => {
  const harness = windowHarness()
  let sshd: Sshd
  const withoutKeychain = environmentWithoutKeyring()

  beforeAll(async () => {
    sshd = await startSshd({ users: [{ name: 'bob', password }] })
  })
  afterAll(() => sshd.stop())

  const server = (): Server => {
    const { host, port, user } = sshd
    return { host, port, user, fingerprint: sshd.hostKeys()[0]!.fingerprint }
  }
  const addAccount = async (name: string, { host, port, user, fingerprint }: Server, ...more: readonly string[]): Promise<void> => {
    const at = ['--host', host, '--port', String(port), '--user', user, '--trust', fingerprint]
    await harness.postern().must(['account', 'add', name, ...at, ...more])
  }
  const asksFor = (page: Page, kind: 'password' | 'passphrase'): Locator =>
    page.getByRole('dialog', { name: t(`prompts.title.${kind}`) })
  const fieldOf = (page: Page, kind: 'password' | 'passphrase'): Locator =>
    asksFor(page, kind).getByLabel(t(`prompts.secret.field.${kind}`), { exact: true })
  const give = (page: Page): Promise<void> =>
    page
      .getByRole('dialog')
      .getByRole('button', { name: t('prompts.give') })
      .click()
  const connect = (page: Page, account: string): Promise<void> =>
    page.getByRole('button', { name: t('accounts.actOf.connect', { account }) }).click()
  // The passphrase of a key is made slow to try (bcrypt).
  const isConnected = (page: Page, account: string): Promise<void> =>
    see(
      page
        .getByRole('listitem')
        .filter({ hasText: account })
        .getByText(/^Connected for/),
    ).toBeVisible({ timeout: 30_000 })
  const bar = (page: Page): Locator => page.getByRole('complementary', { name: t('prompts.waiting') })
  const answerFromBar = (page: Page): Promise<void> =>
    bar(page)
      .getByRole('button', { name: t('prompts.answer') })
      .click()

  test('waits for the one before it, and no dialog ever covers another', async () => {
    for (const name of ['Home', 'Work']) await addAccount(name, server(), '--auth', 'password')
    const { page, complaints } = await harness.open({ environment: withoutKeychain })
    const dialogs = page.getByRole('dialog')
    await connect(page, 'Work')
    await see(fieldOf(page, 'password')).toBeFocused()
    await page.keyboard.press('Escape')
    await see(dialogs).toHaveCount(0)
    await connect(page, 'Home')
    await see(page.getByText(t('accounts.needsAnswer'))).toHaveCount(2)
    await see(dialogs).toHaveCount(0)

    await answerFromBar(page)
    await see(dialogs).toHaveCount(1)
    await see(dialogs).toContainText(t('prompts.more', { count: 1 }))
    await see(dialogs).toContainText('Work logs in')
    await fieldOf(page, 'password').fill(password)
    await give(page)
    await see(dialogs).toContainText('Home logs in')
    await see(dialogs).toHaveCount(1)
    await see(dialogs).not.toContainText(t('prompts.more', { count: 1 }))
    await see(fieldOf(page, 'password')).toHaveValue('')
    await see(fieldOf(page, 'password')).toBeFocused()
    await fieldOf(page, 'password').fill(password)
    await give(page)
    await isConnected(page, 'Work')
    await isConnected(page, 'Home')
    expect(complaints()).toEqual([])
  })

  test('that comes while a person types waits at the foot, and closes in every tab when it is answered in one', async () => {
    await addAccount('Work', server(), '--auth', 'password')
    const { page, complaints } = await harness.open({ environment: withoutKeychain })
    const tab = await openTab(page)
    await page.getByRole('link', { name: t('nav.add') }).click()
    await page.getByRole('link', { name: t('setup.server.everything') }).click()
    const field = page.getByRole('textbox', { name: t('editor.host'), exact: true })
    await field.click()
    await page.keyboard.type('mail.exa')
    await connect(tab, 'Work')
    await see(asksFor(tab, 'password')).toBeVisible()
    await see(bar(page).getByRole('status')).toHaveText(t('prompts.asks.password', { account: 'Work' }))
    await see(field).toBeFocused()
    await page.keyboard.type('mple.org')
    await see(field).toHaveValue('mail.example.org')
    await see(page.getByRole('dialog')).toHaveCount(0)

    await answerFromBar(page)
    await see(fieldOf(page, 'password')).toBeFocused()
    await page.keyboard.press('Escape')
    await see(page.getByRole('dialog')).toHaveCount(0)
    await see(bar(page)).toBeVisible()
    await answerFromBar(page)
    await fieldOf(page, 'password').fill(password)
    await give(page)
    await see(page.getByRole('dialog')).toHaveCount(0)
    await see(bar(page)).toHaveCount(0)
    // The person is back in the field, with all typed text.
    await see(field).toBeFocused()
    await see(field).toHaveValue('mail.example.org')
    await see(tab.getByRole('dialog')).toHaveCount(0)
    await isConnected(tab, 'Work')
    expect(complaints()).toEqual([])
  })

  test('that is declined ends the attempt, and the account says what was missing', async () => {
    await addAccount('Work', server(), '--auth', 'password')
    const { page, complaints } = await harness.open({ environment: withoutKeychain })
    await page.getByRole('main').getByRole('link', { name: 'Work' }).click()
    await page.getByRole('button', { name: t('accounts.act.connect'), exact: true }).click()
    await asksFor(page, 'password')
      .getByRole('button', { name: t('prompts.refuse') })
      .click()
    await see(page.getByRole('alert')).toContainText(/is needed, and nobody gave it/)
    await page
      .getByRole('alert')
      .getByRole('button', { name: t('accounts.act.retry') })
      .click()
    await see(asksFor(page, 'password')).toBeVisible()
    expect(complaints()).toEqual([])
  })

  test('for a host key that is declined leaves the key unknown', async () => {
    const { host, port, user } = server()
    await harness.postern().must(['account', 'add', 'Work', '--host', host, '--port', String(port), '--user', user])
    const { page } = await harness.open({ environment: withoutKeychain })
    await page.getByRole('main').getByRole('link', { name: 'Work' }).click()
    await page.getByRole('button', { name: t('accounts.act.connect'), exact: true }).click()
    const question = page.getByRole('alertdialog', { name: t('prompts.title.host-key') })
    // With another server's fingerprint the button is disabled.
    await question.getByLabel(t('hostTrust.compare')).fill(`SHA256:${'A'.repeat(43)}`)
    await see(question.getByRole('button', { name: t('prompts.hostKey.trust') })).toBeDisabled()
    await question.getByRole('button', { name: t('prompts.hostKey.refuse') }).click()
    const failure = { code: 'host-key-unknown', host, port, keyType: 'ssh-ed25519', fingerprint: server().fingerprint } as const
    await see(page.getByRole('alert')).toContainText(failureText(t, failure).message)
    expect(await harness.postern().must(['known-hosts', 'list', '--json'])).not.toContain(server().fingerprint)
  })

  test('is asked again after a wrong passphrase and a wrong password, with the reason at its field', async () => {
    await harness.postern().must(['key', 'create', 'laptop'], { passphrase })
    const line = await harness.postern().must(['key', 'export', 'laptop'])
    const before = await readFile(sshd.authorizedKeysFile, 'utf8')
    harness.after(() => writeFile(sshd.authorizedKeysFile, before))
    await writeFile(sshd.authorizedKeysFile, `${before}${line}`)
    await addAccount('Work', server(), '--identity', 'laptop', '--auth', 'key')
    await addAccount('Home', server(), '--auth', 'password')
    const { page, complaints } = await harness.open({ environment: withoutKeychain })

    for (const { account, kind, right, reason } of [
      { account: 'Work', kind: 'passphrase', right: passphrase, reason: /passphrase does not fit/ },
      { account: 'Home', kind: 'password', right: password, reason: /refused the log-in of bob/ },
    ] as const) {
      await connect(page, account)
      await see(fieldOf(page, kind)).toHaveAccessibleDescription('')
      await fieldOf(page, kind).fill('not the right one')
      await give(page)
      await see(fieldOf(page, kind)).toHaveAccessibleDescription(reason, { timeout: 30_000 })
      await see(fieldOf(page, kind)).toHaveValue('')
      await see(fieldOf(page, kind)).toBeFocused()
      await fieldOf(page, kind).fill(right)
      await give(page)
      await isConnected(page, account)
    }
    expect(complaints()).toEqual([])
  })

  test('is not asked again if the keychain remembers the answer, also by the next Postern', async () => {
    const keyring = await startKeyring()
    harness.after(keyring.stop)
    await addAccount('Work', server(), '--auth', 'password')
    const first = await harness.open({ environment: keyring.env })
    await connect(first.page, 'Work')
    await fieldOf(first.page, 'password').fill(password)
    const remember = first.page.getByRole('checkbox', { name: t('prompts.secret.remember') })
    await see(remember).not.toBeChecked()
    await asksFor(first.page, 'password').getByText(t('prompts.secret.remember')).click()
    await see(remember).toBeChecked()
    await give(first.page)
    await isConnected(first.page, 'Work')
    await first.close()

    const { page } = await harness.open({ environment: keyring.env })
    await connect(page, 'Work')
    await isConnected(page, 'Work')
    await see(page.getByRole('dialog')).toHaveCount(0)
    expect(await filesWith(harness.folder(), [password])).toEqual([])
  })

  test('shows why the answer cannot be remembered without a keychain', async () => {
    await addAccount('Work', server(), '--auth', 'password')
    const { page } = await harness.open({ environment: withoutKeychain })
    await connect(page, 'Work')
    const remember = page.getByRole('checkbox', { name: t('prompts.secret.remember') })
    await see(remember).toBeDisabled()
    await see(asksFor(page, 'password')).toContainText(t('prompts.secret.keychain.absent'))
    await see(remember).toHaveAccessibleDescription(t('prompts.secret.keychain.absent'))
  })

  test('of the server has the server’s words, and hides each answer as the server asks', async () => {
    const given: (readonly string[])[] = []
    const asking = await startSshServer({
      users: [{ name: 'bob' }],
      authenticate: (context) => {
        if (context.method !== 'keyboard-interactive') {
          context.reject(['keyboard-interactive'])
          return
        }
        const prompts = [
          { prompt: 'Token: ', echo: true },
          { prompt: 'PIN: ', echo: false },
        ]
        context.prompt(prompts, 'Two steps', 'The token is on your card.', (answers) => {
          given.push(answers)
          if (answers.join() === `123456,${password}`) context.accept()
          else context.reject(['keyboard-interactive'])
        })
      },
    })
    harness.after(asking.stop)
    const at = { host: asking.host, port: asking.port, user: 'bob', fingerprint: asking.hostKeys[0]!.fingerprint }
    await addAccount('Work', at, '--auth', 'keyboard-interactive')
    const { page, complaints } = await harness.open({ environment: withoutKeychain })
    await connect(page, 'Work')
    const dialog = page.getByRole('dialog', { name: t('prompts.title.keyboard-interactive') })
    const said = dialog.getByRole('blockquote')
    await see(said).toContainText('Two steps')
    await see(said).toContainText('The token is on your card.')
    const [token, pin] = [dialog.getByLabel('Token:', { exact: true }), dialog.getByLabel('PIN:', { exact: true })]
    await see(token).toBeFocused()
    await see(token).toHaveAttribute('type', 'text')
    await see(pin).toHaveAttribute('type', 'password')
    await dialog.getByRole('button', { name: t('prompts.showSecret') }).click()
    await see(pin).toHaveAttribute('type', 'text')
    await token.fill('123456')
    await pin.fill(password)
    await give(page)
    await isConnected(page, 'Work')
    expect(given).toEqual([['123456', password]])
    expect(complaints()).toEqual([])
  })

  test('leaves nothing of its answer in the page, the browser, the data folder or the log', async () => {
    await harness.postern().must(['key', 'create', 'laptop'], { passphrase })
    await addAccount('Work', server(), '--identity', 'laptop', '--auth', 'key,password')
    const window = await harness.open({ environment: withoutKeychain })
    const { page } = window
    await page.getByRole('main').getByRole('link', { name: 'Work' }).click()
    await page.getByRole('button', { name: t('accounts.act.connect'), exact: true }).click()
    // A wrong secret is a secret too, since it is often the secret of something else.
    for (const [kind, secret, previous] of [
      ['passphrase', `${passphrase}-wrong`, /^$/],
      ['passphrase', passphrase, /passphrase does not fit/],
      ['password', `${password}-wrong`, /^$/],
      ['password', password, /refused the log-in/],
    ] as const) {
      await see(fieldOf(page, kind)).toHaveAccessibleDescription(previous, { timeout: 30_000 })
      await fieldOf(page, kind).fill(secret)
      // The search finds a text that is there.
      expect(await placesWith(page, [secret])).toContain('fields')
      await give(page)
    }
    await personAt(page, 'en').seesState(t('state.connected'))
    await page.getByRole('link', { name: t('accounts.log') }).click()
    await see(page.getByRole('main').getByRole('log')).toContainText('connected')
    expect(await placesWith(page, [passphrase, password])).toEqual([])
    expect(await page.evaluate(async () => JSON.stringify(await caches.keys()))).toBe('[]')
    await window.close()
    for (const form of [passphrase, password].flatMap(writtenForms)) expect(window.log()).not.toContain(form)
    expect(await filesWith(harness.folder(), [passphrase, password])).toEqual([])
    const control = path.join(harness.folder(), 'data/control')
    await writeFile(control, `x${password}`)
    expect(await filesWith(harness.folder(), [password])).toEqual([control])
  })
})
