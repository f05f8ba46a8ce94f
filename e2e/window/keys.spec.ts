import { mkdir, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { expect as see } from './expect.ts'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { describeWith } from '../../main/testing/components.ts'
import { environmentWithoutKeyring } from '../../main/testing/keyring.ts'
import { filesWith } from '../../main/testing/process-secrets.ts'
import { mustRun, runProgram } from '../../main/testing/run-program.ts'
import { startSshd, type Sshd } from '../../main/testing/sshd.ts'
import { createTranslate } from '../../words/translate.ts'
import { windowComponents, type PosternWindow } from './open-window.ts'
import { personAt } from './person.ts'
import { placesWith } from './places-with.ts'
import { pretend } from './pretend.ts'
import { windowHarness } from './window-harness.ts'

// The acts on a key on its page: a new passphrase, and its deletion while an account still logs in with it.

const t = createTranslate('en')
const password = 'canary-password-Ht7Ks2Mv'
const before = 'canary-passphrase-Bq4Wn8Lz'
const after = 'canary-passphrase-Yc9Rf3Dx'

const components = ['root', 'sshd', 'ssh-keygen', 'openssl', 'unshare', ...windowComponents]
describeWith(components, 'the care of a key', () => {
  const harness = windowHarness()
  let sshd: Sshd
  let window: PosternWindow
  let page: Page

  beforeAll(async () => {
    sshd = await startSshd({ users: [{ name: 'bob', password }] })
  })
  afterAll(() => sshd.stop())
  beforeEach(async () => {
    await harness.postern().must(['key', 'create', 'laptop'], { passphrase: before })
  })

  const openKeys = async (): Promise<void> => {
    const environment = { ...environmentWithoutKeyring(), HOME: harness.folder(), SSH_AUTH_SOCK: undefined }
    window = await harness.open({ width: 'wide', environment })
    page = window.page
    await page.getByRole('link', { name: t('nav.keys'), exact: true }).click()
    await see(page.getByRole('heading', { level: 2, name: 'laptop' })).toBeVisible()
  }
  const keysKept = async (): Promise<readonly { readonly file: string }[]> =>
    z.array(z.object({ file: z.string() })).parse(JSON.parse(await harness.postern().must(['key', 'list', '--json'])))
  const keepsNone = async (secrets: readonly string[]): Promise<void> => {
    expect(await placesWith(page, secrets)).toEqual([])
    expect(await filesWith(harness.folder(), secrets)).toEqual([])
    expect(window.complaints()).toEqual([])
  }

  test('changes its passphrase, which needs the present one', async () => {
    await openKeys()
    await page.getByRole('button', { name: t('keys.act.of.passphrase', { name: 'laptop' }) }).click()
    const dialog = page.getByRole('dialog', { name: t('keys.change.title', { name: 'laptop' }) })
    const field = (name: string): Locator => dialog.getByLabel(name, { exact: true })
    const change = (): Promise<void> => dialog.getByRole('button', { name: t('keys.change.act') }).click()
    await see(field(t('keys.change.current'))).toBeFocused()
    await change()
    await see(field(t('keys.change.current'))).toHaveAccessibleDescription(t('keys.passphrase.currentEmpty'))
    await field(t('keys.change.current')).fill(after)
    await field(t('keys.passphrase.first')).fill(after)
    await change()
    await see(field(t('keys.passphrase.second'))).toBeFocused()
    await field(t('keys.passphrase.second')).fill(after)
    await change()
    await see(dialog.getByRole('alert')).toContainText(/passphrase does not fit/, { timeout: 30_000 })
    await field(t('keys.change.current')).fill(before)
    await change()
    await see(dialog).toBeHidden({ timeout: 30_000 })
    await see(page.getByText(t('keys.change.done', { name: 'laptop' }))).toBeVisible()

    const [{ file }] = (await keysKept()) as readonly [{ readonly file: string }]
    const opensBy = (passphrase: string) => runProgram('ssh-keygen', ['-y', '-P', passphrase, '-f', file])
    expect((await opensBy(after)).stdout).toMatch(/^ssh-ed25519 /)
    expect((await opensBy(before)).code).not.toBe(0)
    await keepsNone([before, after])
  })

  test('copies a key file that is found encrypted late, and the field for its passphrase gets the focus', async () => {
    const folder = path.join(harness.folder(), '.ssh')
    await mkdir(folder, { mode: 0o700 })
    await mustRun('ssh-keygen', ['-q', '-t', 'ed25519', '-a', '1', '-N', before, '-f', path.join(folder, 'id_ed25519')])
    await openKeys()
    const { release } = await pretend(page, { held: 'inspectIdentity' })
    await page.getByRole('button', { name: t('keys.bringIn.open') }).click()
    const dialog = page.getByRole('dialog', { name: t('keys.bringIn.open') })
    const first = dialog.getByLabel(t('keys.passphrase.first'), { exact: true })
    const current = dialog.getByLabel(t('keys.bringIn.current'), { exact: true })
    // Before the check of the file, a passphrase for the copy is missing.
    await see(first).toBeVisible()
    await dialog.getByRole('button', { name: t('keys.bringIn.act') }).click()
    await see(first).toBeFocused()
    release()
    await see(first).toBeHidden()
    await see(current).toBeFocused()
    await page.keyboard.type(before)
    await page.keyboard.press('Enter')
    await see(dialog).toBeHidden({ timeout: 30_000 })
    expect(await keysKept()).toHaveLength(2)
    await keepsNone([before])
  })

  test('deletes it after a warning about the accounts that use it, which then log in by password', async () => {
    const server = [
      '--host',
      sshd.host,
      '--port',
      String(sshd.port),
      '--user',
      sshd.user,
      '--trust',
      sshd.hostKeys()[0]!.fingerprint,
    ]
    await harness.postern().must(['account', 'add', 'Work', ...server, '--identity', 'laptop', '--auth', 'key,password'])
    const [{ file }] = (await keysKept()) as readonly [{ readonly file: string }]
    await openKeys()
    const retire = page.getByRole('button', { name: t('keys.act.of.retire', { name: 'laptop' }) })
    const question = page.getByRole('alertdialog', { name: t('keys.retire.title', { name: 'laptop' }) })
    await retire.click()
    await see(question).toContainText(t('keys.retire.usedBy', { count: 1 }))
    await see(question.getByRole('listitem')).toHaveText(['Work'])
    await see(question.getByRole('button', { name: t('common.cancel') })).toBeFocused()
    await page.keyboard.press('Enter')
    await see(question).toBeHidden()
    await stat(file)

    await retire.click()
    await question.getByRole('button', { name: t('keys.retire.act') }).click()
    await see(page.getByText(t('keys.page.empty'))).toBeVisible()
    expect(await keysKept()).toEqual([])
    await expect(stat(file)).rejects.toThrow('ENOENT')

    await page.getByRole('link', { name: 'Work' }).first().click()
    await personAt(page, 'en').connect()
    const dialog = page.getByRole('dialog', { name: t('prompts.title.password') })
    await dialog.getByLabel(t('prompts.secret.field.password'), { exact: true }).fill(password)
    await dialog.getByRole('button', { name: t('prompts.give') }).click()
    await personAt(page, 'en').seesState(t('state.connected'))
    await keepsNone([before, password])
  })
})
