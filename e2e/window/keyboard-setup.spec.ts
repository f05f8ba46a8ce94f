import type { Page } from '@playwright/test'
import { expect as see } from './expect.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeWith } from '../../main/testing/components.ts'
import { freePort } from '../../main/testing/free-port.ts'
import { mailLabComponents, startMailLab, type MailLab } from '../../main/testing/mail-lab.ts'
import { createTranslate, type Translate } from '../../words/translate.ts'
import { keyboardAt, type Keyboard } from './keyboard.ts'
import { windowComponents, type PosternWindow } from './open-window.ts'
import { windowHarness } from './window-harness.ts'

// The wizard by the keyboard alone, from the first start to Finish. Each element shows that it has the focus; each new screen begins at its
// title; an empty field gets the focus after Continue; and after a question its button gets the focus again.

const ssh = { user: 'bob', password: 'bobs password at the server' }
const passphrase = 'correct horse battery staple gate'

describeWith([...mailLabComponents, ...windowComponents], 'the wizard by the keyboard alone', () => {
  const harness = windowHarness()
  let lab: MailLab
  let window: PosternWindow
  let page: Page
  let keys: Keyboard
  let t: Translate
  /** The name that is typed in place of the proposed one. */
  let localPort: string

  beforeAll(async () => {
    localPort = String(await freePort())
    lab = await startMailLab({ standardPorts: true, sshd: { users: [{ name: ssh.user, password: ssh.password }] } })
  })
  afterAll(() => lab.stop())

  /** Keys are slow to unlock on purpose, and the server has to answer, so the next step may take longer. */
  const isAtScreen = async (title: string): Promise<void> => {
    await see(page.getByRole('heading', { level: 1, name: title, exact: true })).toBeVisible({ timeout: 30_000 })
    await keys.isAt('heading', title)
    expect(await page.title()).toBe(`${title} – Postern`)
  }
  const pressButton = async (name: string, key?: 'Tab' | 'Shift+Tab'): Promise<void> => {
    await keys.tabTo('button', name, key)
    await keys.press('Enter')
  }
  const pressLink = async (name: string): Promise<void> => {
    await keys.tabTo('link', name)
    await keys.press('Enter')
  }
  const isDescribed = (name: string, by: string): Promise<void> =>
    see(page.getByRole('textbox', { name, exact: true })).toHaveAccessibleDescription(new RegExp(by.replaceAll('.', '\\.')))
  /** Opens a question, leaves it by Escape and by its harmless answer, and expects the focus on the button each time. */
  const askedAndBack = async (button: string, answer: string): Promise<void> => {
    for (const key of ['Escape', 'Enter']) {
      await pressButton(button)
      await keys.isAt('button', answer)
      await keys.press(key)
      await see(page.getByRole('alertdialog')).toBeHidden()
      await keys.isAt('button', button)
    }
  }

  const server = async (): Promise<void> => {
    await isAtScreen(t('setup.server.title'))
    await see(page.getByText(t('setup.server.looking'))).toBeHidden()
    await pressButton(t('setup.continue'))
    await keys.isAt('textbox', t('setup.server.mailAddress'))
    await isDescribed(t('setup.server.mailAddress'), t('editor.problem.empty'))
    await keys.type(lab.address)

    // The wizard is left and opened again. It has values now, so the person can start afresh, after a question.
    await pressLink(t('setup.later'))
    await isAtScreen(t('accounts.none.title'))
    await pressLink(t('setup.unfinished.goOn'))
    await isAtScreen(t('setup.server.title'))
    await askedAndBack(t('setup.server.afresh'), t('setup.server.afreshNot'))

    // Another option and back, by the arrow keys.
    await keys.tabTo('radio', t('setup.server.way.type'), 'Shift+Tab')
    await keys.press('ArrowDown')
    await keys.isAt('radio', t('setup.server.way.paste'))
    await keys.tabTo('textbox', t('setup.server.given'))
    await keys.tabTo('radio', t('setup.server.way.paste'), 'Shift+Tab')
    await keys.press('ArrowUp')

    await see(page.getByRole('textbox', { name: t('setup.server.mailAddress'), exact: true })).toHaveValue(lab.address)
    await pressButton(t('setup.server.change'))
    await keys.isAt('textbox', t('setup.server.host'))
    await keys.fill(t('setup.server.host'), '')
    await keys.press('Backspace', 'Enter')
    await keys.isAt('textbox', t('setup.server.host'))
    await isDescribed(t('setup.server.host'), t('editor.problem.empty'))
    await keys.fill(t('setup.server.host'), lab.sshd.host)
    await keys.fill(t('editor.user'), ssh.user)
    await keys.fill(t('editor.name'), 'Work')
    await pressButton(t('editor.more'))
    await keys.fill(t('editor.port'), String(lab.sshd.port))
    await keys.press('Enter')
  }

  const trust = async (): Promise<void> => {
    const title = t('setup.trust.title')
    await isAtScreen(title)
    await pressButton(t('setup.back'))
    await isAtScreen(t('setup.server.title'))
    await pressButton(t('setup.continue'))
    await isAtScreen(title)
    // The key is shown a moment after its screen, and moves the elements below it.
    await see(page.getByRole('button', { name: t('setup.trust.picture') })).toBeVisible()
    await pressButton(t('setup.trust.picture'))
    await keys.isAt('button', t('setup.trust.picture'))
    const { fingerprint } = lab.sshd.hostKeys()[0]!
    await keys.fill(t('hostTrust.compare'), `SHA256:${'A'.repeat(43)}`)
    await see(page.getByText(t('hostTrust.different'))).toBeVisible()
    await keys.press('Enter')
    await keys.fill(t('hostTrust.compare'), fingerprint)
    await see(page.getByText(t('hostTrust.same'))).toBeVisible()
    await pressButton(t('setup.trust.ask'))
    await keys.tabTo('link', t('setup.trust.openMail'))
    await pressButton(t('setup.trust.trust'))
  }

  const key = async (): Promise<void> => {
    await isAtScreen(t('setup.key.title'))
    await keys.tabTo('radio', t('setup.key.way.make'))
    for (const way of ['existing', 'other'] as const) {
      await keys.press('ArrowDown')
      await keys.isAt('radio', t(`setup.key.way.${way}`))
      await keys.isSomewhere()
    }
    await keys.press('ArrowUp', 'ArrowUp')
    await keys.isAt('radio', t('setup.key.way.make'))
    const [first, second] = [t('keys.passphrase.first'), t('keys.passphrase.second')]
    await pressButton(t('setup.key.make'))
    await keys.isAt('textbox', first)
    await isDescribed(first, t('keys.passphrase.empty'))
    await keys.type(passphrase)
    await keys.press('Enter')
    await keys.isAt('textbox', second)
    await isDescribed(second, t('keys.passphrase.different'))
    await keys.type(passphrase)
    await keys.press('Enter')
    await isAtScreen(t('setup.key.madeTitle'))
    await keys.tabTo('button', t('common.copyWhat', { what: t('keys.facts.fingerprintWhat') }))
    await pressButton(t('setup.continue'))
  }

  const install = async (): Promise<void> => {
    await isAtScreen(t('setup.install.title'))
    await keys.tabTo('radio', t('setup.install.way.now'))
    await keys.press('ArrowDown')
    await keys.isAt('radio', t('setup.install.way.by-hand'))
    await keys.tabTo('link', t('setup.install.openMail'))
    await keys.tabTo('radio', t('setup.install.way.by-hand'), 'Shift+Tab')
    await keys.press('ArrowUp')
    await pressButton(t('keys.more'))
    await keys.tabTo('switch', t('keys.rights.switch'))
    await keys.press('Space', 'Space')
    await see(page.getByRole('switch', { name: t('keys.rights.switch') })).toBeChecked()

    const act = t('setup.install.act.now')
    await pressButton(act)
    await keys.isAt('textbox', t('prompts.secret.field.password'))
    await pressButton(t('prompts.refuse'), 'Shift+Tab')
    await see(page.getByRole('dialog')).toBeHidden()
    await keys.isAt('button', act)
    await keys.press('Enter')
    await keys.isAt('textbox', t('prompts.secret.field.password'))
    await keys.type(ssh.password)
    await keys.press('Enter')
    await see(page.getByRole('dialog', { name: t('prompts.title.passphrase') })).toBeVisible({ timeout: 30_000 })
    await keys.isAt('textbox', t('prompts.secret.field.passphrase'))
    await keys.type(passphrase)
    await keys.press('Enter')
    await isAtScreen(t('setup.install.provenTitle'))
    await pressButton(t('setup.continue'))
  }

  const mail = async (): Promise<void> => {
    await isAtScreen(t('setup.mail.title'))
    const imap = new RegExp(`^${t('service.imap')} `)
    const box = page.getByRole('checkbox', { name: imap })
    await see(box).toBeChecked({ timeout: 30_000 })
    await keys.tabTo('checkbox', imap)
    await keys.press('Space')
    await see(box).not.toBeChecked()
    await keys.press('Space')
    await see(box).toBeChecked()
    await keys.press('Tab', 'Enter')
    const local = t('editor.localPort')
    await keys.isAt('textbox', local)
    await keys.press('ControlOrMeta+a', 'Backspace')
    await pressButton(t('setup.continue'))
    await keys.isAt('textbox', local)
    await keys.type(localPort)
    await keys.press('Enter')
  }

  const client = async (): Promise<void> => {
    await isAtScreen(t('setup.client.title'))
    await keys.tabTo('radio', t('guides.client.thunderbird'))
    await keys.press('ArrowDown')
    await keys.isAt('radio', t('guides.client.evolution'))
    await see(page.getByRole('heading', { level: 2, name: t('guides.client.evolution') })).toBeVisible()
    await pressButton(t('setup.client.connect'))
    await see(page.getByRole('status').filter({ hasText: `127.0.0.1:${localPort}` })).toBeVisible({ timeout: 30_000 })
    // The button is gone after its act, and the focus is not lost.
    await keys.isSomewhere()
    await pressButton(t('setup.client.later'))
  }

  const done = async (): Promise<void> => {
    await isAtScreen(t('setup.done.title'))
    await keys.tabTo('radio', t('editor.connectWhen.manual'))
    await keys.press('ArrowUp')
    await see(page.getByRole('radio', { name: t('editor.connectWhen.at-start') })).toBeChecked()
    await keys.isAt('radio', t('editor.connectWhen.at-start'))
    await pressButton(t('setup.done.finish'))
    await isAtScreen('Work')
  }

  test.each([
    { language: 'en', width: 'narrow' },
    { language: 'nl', width: 'wide' },
  ] as const)(
    'leads from the first start to Finish in $language, $width',
    async ({ language, width }) => {
      t = createTranslate(language)
      window = await harness.open({ language, width })
      page = window.page
      keys = keyboardAt(page)
      await pressLink(t('accounts.none.add'))
      for (const screen of [server, trust, key, install, mail, client, done]) await screen()
      expect(window.complaints()).toEqual([])
    },
    180_000,
  )
})
