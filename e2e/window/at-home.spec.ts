import { connect, type Socket } from 'node:net'
import { once } from 'node:events'
import { expect as see } from './expect.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeWith } from '../../main/testing/components.ts'
import { freePort } from '../../main/testing/free-port.ts'
import { startSshd, type Sshd } from '../../main/testing/sshd.ts'
import { openReader } from './clipboard.ts'
import { windowComponents } from './open-window.ts'
import { personAt, type Person } from './person.ts'
import { windowHarness } from './window-harness.ts'

// An account that connects and disconnects by itself, by the person's choice in the window, and the diagnosis for when it fails.

describeWith(['sshd', 'ssh-keygen', ...windowComponents], 'an account that looks after itself', () => {
  const harness = windowHarness()
  let sshd: Sshd
  let port: number

  beforeAll(async () => {
    sshd = await startSshd()
  })
  afterAll(() => sshd.stop())

  const addAccount = async (...more: readonly string[]): Promise<void> => {
    port = await freePort()
    const server = ['--host', sshd.host, '--port', String(sshd.port), '--user', sshd.user, '--key', sshd.clientKeyFile]
    // Behind the forward is sshd itself: a server that greets.
    const forward = ['--forward', `imap=${port}:localhost:${sshd.port}`]
    await harness
      .postern()
      .must(['account', 'add', 'Work', ...server, ...forward, '--trust', sshd.hostKeys()[0]!.fingerprint, ...more])
  }

  /** What a mail app does first. */
  const callAsMailApp = async (): Promise<Socket> => {
    const socket = connect({ port, host: '127.0.0.1' })
    harness.after(() => Promise.resolve(socket.destroy()))
    await once(socket, 'data')
    return socket
  }

  const openAccount = async (language: 'en' | 'nl'): Promise<Person & { readonly close: () => Promise<unknown> }> => {
    const { page, close } = await harness.open({ language })
    await page.getByRole('main').getByRole('link', { name: 'Work' }).click()
    return { ...personAt(page, language), close }
  }

  /** Opens the form, chooses `option` in the list with that label, and saves. */
  const choose = async ({ t, page }: Person, label: string, option: string): Promise<void> => {
    await page.getByRole('link', { name: t('accounts.edit'), exact: true }).click()
    await page.getByRole('button', { name: new RegExp(label.replace(/[()]/g, '\\$&')) }).click()
    await page.getByRole('option', { name: option, exact: true }).click()
    await page.getByRole('button', { name: t('editor.save.save'), exact: true }).click()
    await see(page.getByRole('heading', { level: 1, name: 'Work' })).toBeVisible()
  }

  test('connects by itself when Postern starts, after the person has chosen so', async () => {
    await addAccount()
    const before = await openAccount('en')
    await choose(before, before.t('editor.connect'), before.t('editor.connectWhen.at-start'))
    await before.close()
    const { t, seesState } = await openAccount('en')
    await seesState(t('state.connected'))
  })

  test('disconnects after its own linger, and not after that of the settings', async () => {
    await addAccount('--connect', 'on-first-use')
    const person = await openAccount('nl')
    const { t, page, seesState } = person
    await choose(person, t('editor.linger'), '5 seconden')
    await seesState(t('state.waiting'))
    const app = await callAsMailApp()
    await seesState(t('state.connected'))
    app.destroy()
    // The settings would keep it for 5 minutes.
    await seesState(t('state.waiting'))
    await page.getByRole('link', { name: t('accounts.edit'), exact: true }).click()
    await see(page.getByRole('button', { name: /5 seconden/ })).toBeVisible()
  })

  test.each(['en', 'nl'] as const)('is in a diagnosis, which has names only on demand, in %s', async (language) => {
    await addAccount('--connect', 'on-first-use')
    const { t, page } = await openAccount(language)
    await page.getByRole('link', { name: t('accounts.log'), exact: true }).click()
    await page.getByRole('button', { name: t('diagnosis.open') }).click()
    const dialog = page.getByRole('dialog', { name: t('diagnosis.title') })
    const text = dialog.getByRole('group', { name: t('diagnosis.text') })
    const copy = dialog.getByRole('button', { name: t('common.copyWhat', { what: t('diagnosis.what') }) })
    const reader = await openReader(page)
    const copied = async (): Promise<string> => {
      await copy.click()
      await see(copy).toHaveText(t('common.copied'))
      return await reader.evaluate(() => navigator.clipboard.readText())
    }
    await see(text).toBeVisible()
    await see(text).not.toContainText('Work')
    const without = await copied()
    expect(without).toContain('Postern')
    expect(without).not.toMatch(/Work/)

    await dialog.getByText(t('diagnosis.withNames')).click()
    await see(text).toContainText('Work')
    expect(await copied()).toContain('Work')

    // Switched off again, the text has no names.
    await dialog.getByText(t('diagnosis.withNames')).click()
    await see(text).not.toContainText('Work')
    expect(await copied()).not.toMatch(/Work/)
    await dialog.getByRole('button', { name: t('common.close') }).click()
    await see(dialog).toBeHidden()
  })
})
