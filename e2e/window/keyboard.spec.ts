import { copyFile, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Page } from '@playwright/test'
import { expect as see } from './expect.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describeWith } from '../../main/testing/components.ts'
import { freePorts } from '../../main/testing/free-port.ts'
import { mailLabComponents, startMailLab, type MailLab } from '../../main/testing/mail-lab.ts'
import { createTranslate } from '../../words/translate.ts'
import { keyboardAt, type Keyboard } from './keyboard.ts'
import { windowComponents, type PosternWindow } from './open-window.ts'
import { personAt } from './person.ts'
import { windowHarness, type OpenOptions } from './window-harness.ts'

// The window by the keyboard alone. Each element has to show that it has the focus, and no act may lose the focus, since Tab would then
// begin at the top of the window.

const t = createTranslate('en')
const passphrase = 'a passphrase by keyboard'

describeWith([...mailLabComponents, ...windowComponents], 'by the keyboard alone', () => {
  const harness = windowHarness()
  let lab: MailLab
  let window: PosternWindow
  let page: Page
  let keys: Keyboard

  beforeAll(async () => {
    lab = await startMailLab()
  })
  afterAll(() => lab.stop())

  const open = async (options: OpenOptions = {}): Promise<void> => {
    window = await harness.open(options)
    page = window.page
    keys = keyboardAt(page)
  }
  const fingerprint = (): string => lab.sshd.hostKeys()[0]!.fingerprint

  /** An account that logs in by an unencrypted key, made before the window opens. */
  const haveAccount = async (
    name: string,
    { isTrusted = true, keyFile = lab.sshd.clientKeyFile }: { readonly isTrusted?: boolean; readonly keyFile?: string } = {},
  ): Promise<void> => {
    const { host, port, user } = lab.sshd
    const server = ['--host', host, '--port', String(port), '--user', user, '--key', keyFile]
    const { pop3 } = await freePorts('pop3')
    const forward = ['--forward', `pop3=${pop3}:localhost:${lab.ports.pop3}`]
    await harness
      .postern()
      .must(['account', 'add', name, ...server, ...forward, '--auth', 'key', ...(isTrusted ? ['--trust', fingerprint()] : [])])
  }
  const seesState = (text: string): Promise<void> => personAt(page, 'en').seesState(text)
  const isAtPage = async (name: string): Promise<void> => {
    await keys.isAt('heading', name)
    expect(await page.title()).toBe(`${name} – Postern`)
  }
  const openAccount = async (name: string): Promise<void> => {
    await keys.tabTo('link', name)
    await keys.press('Enter')
    await isAtPage(name)
  }
  const hasNoComplaints = (): void => expect(window.complaints()).toEqual([])

  test('the first account is added, its server trusted, its key opened, and it connects and disconnects', async () => {
    await harness.postern().must(['key', 'create', 'laptop'], { passphrase })
    const line = await harness.postern().must(['key', 'export', 'laptop'])
    const before = await readFile(lab.sshd.authorizedKeysFile, 'utf8')
    harness.after(() => writeFile(lab.sshd.authorizedKeysFile, before))
    await writeFile(lab.sshd.authorizedKeysFile, `${before}${line}`)
    const local = await freePorts('pop3')
    await open()

    await keys.tabTo('link', t('accounts.none.add'))
    await keys.press('Enter')
    await isAtPage(t('setup.server.title'))
    await keys.tabTo('link', t('setup.server.everything'))
    await keys.press('Enter')
    await isAtPage(t('editor.newTitle'))
    await keys.fill(t('editor.host'), lab.sshd.host)
    await keys.fill(t('editor.port'), String(lab.sshd.port))
    await keys.fill(t('editor.user'), lab.sshd.user)
    await keys.fill(t('editor.name'), 'Work')
    await keys.tabTo('button', t('editor.addForward'))
    await keys.press('Enter')
    await keys.arrowTo('menuitem', /^POP3 /)
    await keys.press('Enter')
    await keys.isAt('textbox', t('editor.destinationHost'))
    await keys.press('Tab')
    await keys.fill(t('editor.port'), String(lab.ports.pop3))
    await keys.fill(t('editor.localPort'), String(local.pop3))
    await see(page.getByText(t('editor.portFree'))).toBeVisible()
    await keys.choose(new RegExp(`${t('editor.identity')}$`), /laptop/)
    await keys.tabTo('button', t('editor.save.add'))
    await keys.press('Enter')
    await isAtPage('Work')

    await keys.tabTo('button', t('accounts.act.connect'))
    await keys.press('Enter')
    const question = page.getByRole('alertdialog', { name: t('prompts.title.host-key') })
    await see(question.getByText(fingerprint())).toBeVisible()
    await keys.isSomewhere()
    await keys.tabTo('button', t('prompts.hostKey.trust'))
    await keys.press('Enter')
    await keys.isAt('textbox', t('prompts.secret.field.passphrase'))
    await keys.type(passphrase)
    await keys.press('Enter')
    await seesState(t('state.connected'))
    await keys.isAt('button', t('accounts.act.disconnect'))
    await keys.press('Enter')
    await keys.isAt('button', t('accounts.act.connect'))
    hasNoComplaints()
  })

  describe.each(['narrow', 'wide'] as const)('in a %s window', (width) => {
    test('settings are found and changed: the theme and the language', async () => {
      await open({ width })
      if (width === 'narrow') {
        await keys.tabTo('button', t('nav.menu'))
        await keys.press('Enter')
        await keys.arrowTo('menuitem', t('nav.settings'))
      } else await keys.tabTo('link', t('nav.settings'))
      await keys.press('Enter')
      await isAtPage(t('nav.settings'))
      await keys.choose(new RegExp(t('settings.theme.label')), t('settings.theme.dark'))
      await see(page.locator('html')).toHaveAttribute('data-theme', 'dark')
      await keys.tabTo('button', new RegExp(t('settings.language.label')), 'Shift+Tab')
      await keys.press('Enter')
      await keys.arrowTo('option', t('settings.language.nl'))
      await keys.press('Enter')
      const inDutch = createTranslate('nl')
      await see(page.getByRole('heading', { level: 1, name: inDutch('nav.settings') })).toBeVisible()
      await keys.isAt('button', new RegExp(inDutch('settings.language.label')))
      hasNoComplaints()
    })
  })

  test('the link to the content skips the bar and the list', async () => {
    await haveAccount('Work')
    await open({ width: 'wide' })
    await keys.isAt('heading', t('nav.accounts'))
    await page.reload()
    await keys.isAt('heading', t('nav.accounts'))
    await keys.tabTo('link', t('nav.skip'), 'Shift+Tab')
    await keys.press('Enter')
    await keys.isAt('main', '')
    await keys.press('Tab')
    await keys.isAt('link', 'Work')
    await see(page.getByRole('main').getByRole('link', { name: 'Work' })).toBeFocused()
  })

  const trustAndConnect = async (): Promise<void> => {
    await keys.tabTo('button', t('accounts.act.connect'))
    await keys.press('Enter')
    await see(page.getByRole('alertdialog', { name: t('prompts.title.host-key') })).toBeVisible()
    await keys.tabTo('button', t('prompts.hostKey.trust'))
    await keys.press('Enter')
    await seesState(t('state.connected'))
    await keys.isAt('button', t('accounts.act.disconnect'))
  }

  test('a host key that changed is replaced by the one that the administrator gave', async () => {
    await haveAccount('Work', { isTrusted: false })
    const before = fingerprint()
    await open()
    await openAccount('Work')
    await trustAndConnect()
    await keys.press('Enter')
    await keys.isAt('button', t('accounts.act.connect'))
    await lab.sshd.restart({ hostKeyTypes: ['ed25519'] })
    await keys.tabTo('link', t('common.back'), 'Shift+Tab')
    await keys.press('Enter')
    await isAtPage(t('nav.accounts'))

    await keys.tabTo('button', t('accounts.actOf.connect', { account: 'Work' }))
    await keys.press('Enter')
    // The link in the button's place has the focus.
    await keys.isAt('link', t('accounts.step.host-key'))
    await keys.press('Enter')
    await isAtPage(t('hostTrust.changed.title'))
    await keys.fill(t('hostTrust.compare'), before)
    await see(page.getByText(t('hostTrust.different'))).toBeVisible()
    await keys.fill(t('hostTrust.compare'), fingerprint())
    await see(page.getByText(t('hostTrust.same'))).toBeVisible()
    await keys.tabTo('button', t('hostTrust.changed.replace'))
    await keys.press('Enter')
    await isAtPage('Work')
    await seesState(t('state.connected'))
    hasNoComplaints()
  })

  test('a failed connection is tried again, and the focus is not lost with its button', async () => {
    const keyFile = path.join(harness.folder(), 'key')
    await copyFile(lab.sshd.clientKeyFile, keyFile)
    await haveAccount('Work', { keyFile })
    await rename(keyFile, `${keyFile}-away`)
    await open()
    await openAccount('Work')
    await keys.tabTo('button', t('accounts.act.connect'))
    await keys.press('Enter')
    await seesState(t('state.blocked'))
    await keys.isAt('button', t('accounts.act.disconnect'))
    await rename(`${keyFile}-away`, keyFile)
    await keys.tabTo('button', t('accounts.act.retry'))
    await keys.press('Enter')
    await seesState(t('state.connected'))
    // The button is gone with the failure; the focus is back at the element before it.
    await keys.isAt('button', t('common.copyWhat', { what: t('accounts.server') }))
    hasNoComplaints()
  })

  test('a problem of the form is shown beside its field, which gets the focus', async () => {
    await haveAccount('Work')
    await open()
    await openAccount('Work')
    await keys.tabTo('link', t('accounts.edit'))
    await keys.press('Enter')
    await isAtPage(t('editor.editTitle', { account: 'Work' }))
    await keys.fill(t('editor.host'), '')
    await keys.press('Backspace', 'Enter')
    await keys.isAt('textbox', t('editor.host'))
    await see(page.getByRole('textbox', { name: t('editor.host'), exact: true })).toHaveAccessibleDescription(
      new RegExp(t('editor.problem.empty').replaceAll('.', '\\.')),
    )

    const question = page.getByRole('alertdialog', { name: t('editor.leave.title') })
    const leave = async (): Promise<void> => {
      await keys.tabTo('link', t('editor.cancel'))
      await keys.press('Enter')
      await keys.isAt('button', t('editor.leave.stay'))
    }
    for (const answer of ['Escape', 'Enter']) {
      await leave()
      await keys.press(answer)
      await see(question).toBeHidden()
      await keys.isAt('link', t('editor.cancel'))
    }
    await leave()
    await keys.tabTo('button', t('editor.leave.leave'), 'Shift+Tab')
    await keys.press('Enter')
    await isAtPage('Work')
    hasNoComplaints()
  })

  test('mail ports and authentication methods are removed, put back and moved', async () => {
    await haveAccount('Work')
    await open()
    await openAccount('Work')
    await keys.tabTo('link', t('accounts.edit'))
    await keys.press('Enter')
    await keys.tabTo('button', t('editor.removeForward', { forward: 'POP3' }))
    await keys.press('Enter')
    await keys.isAt('button', t('common.undo'))
    await keys.press('Enter')
    await keys.isAt('textbox', t('editor.destinationHost'))
    const password = t('editor.method.password')
    const earlier = t('editor.moveEarlier', { method: password })
    await keys.tabTo('button', earlier)
    for (let place = 3; place >= 1; place--) {
      await keys.press('Enter')
      await see(page.getByText(t('editor.moved', { method: password, place, all: 4 }))).toBeAttached()
    }
    await keys.isAt('button', t('editor.moveLater', { method: password }))
    hasNoComplaints()
  })

  test('an account is removed, and restored', async () => {
    await haveAccount('Work')
    await open()
    await openAccount('Work')
    await keys.tabTo('button', t('accounts.remove'))
    await keys.press('Enter')
    await isAtPage(t('accounts.none.title'))
    await keys.tabTo('button', t('common.undo'))
    await keys.press('Enter')
    await see(page.getByText(t('accounts.back', { account: 'Work' }))).toBeVisible()
    await see(page.getByRole('main').getByRole('link', { name: 'Work' })).toBeVisible()
    await keys.isSomewhere()
    await keys.tabTo('button', t('common.close'))
    await keys.press('Enter')
    await see(page.getByText(t('accounts.back', { account: 'Work' }))).toBeHidden()
    await keys.isSomewhere()
    hasNoComplaints()
  })

  test('a known host is forgotten after a question, and the focus stays in the list', async () => {
    await haveAccount('Work', { isTrusted: false })
    await open()
    await openAccount('Work')
    await trustAndConnect()
    await keys.tabTo('button', t('nav.menu'), 'Shift+Tab')
    await keys.press('Enter')
    await keys.arrowTo('menuitem', t('nav.knownHosts'))
    await keys.press('Enter')
    await isAtPage(t('nav.knownHosts'))

    const host = `[127.0.0.1]:${lab.sshd.port}`
    const remove = t('hostTrust.list.removeWhich', { host })
    await keys.tabTo('button', remove)
    await keys.press('Enter')
    await keys.isAt('button', t('common.cancel'))
    await keys.press('Escape')
    await keys.isAt('button', remove)
    await keys.press('Enter')
    await keys.tabTo('button', t('hostTrust.remove.act'))
    await keys.press('Enter')
    await see(page.getByText(t('hostTrust.list.empty'))).toBeVisible()
    await keys.isSomewhere()
    hasNoComplaints()
  })

  test('the log is filtered, and shown whole again', async () => {
    await haveAccount('Work')
    await open()
    await openAccount('Work')
    await keys.tabTo('button', t('accounts.act.connect'))
    await keys.press('Enter')
    await seesState(t('state.connected'))
    await keys.tabTo('link', t('accounts.log'))
    await keys.press('Enter')
    await isAtPage(t('nav.log'))
    await keys.choose(new RegExp(t('log.level')), t('log.levels.info'))
    await keys.fill(t('log.text'), 'no line says this', 'searchbox')
    await see(page.getByText(t('log.noMatch'))).toBeVisible()
    await keys.isAt('searchbox', t('log.text'))
    await keys.tabTo('button', t('log.showAll'))
    await keys.press('Enter')
    await see(page.getByText(t('log.noMatch'))).toBeHidden()
    await keys.isAt('searchbox', t('log.text'))
    await keys.tabTo('log', t('log.lines'))
    hasNoComplaints()
  })

  test('another span of the history is chosen', async () => {
    await haveAccount('Work')
    await open()
    await openAccount('Work')
    await keys.tabTo('link', t('accounts.history'))
    await keys.press('Enter')
    await isAtPage(t('traffic.history.title', { account: 'Work' }))
    await keys.choose(new RegExp(t('traffic.history.span')), t('traffic.history.spans.month'))
    await see(page.getByRole('button', { name: new RegExp(t('traffic.history.spans.month')) })).toBeVisible()
    await keys.tabTo('link', t('common.back'), 'Shift+Tab')
    await keys.press('Enter')
    await isAtPage('Work')
    hasNoComplaints()
  })
})
