import path from 'node:path'
import type { Locator } from '@playwright/test'
import { expect as see } from './expect.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describeWith } from '../../main/testing/components.ts'
import { freePorts } from '../../main/testing/free-port.ts'
import { startSshd, type Sshd } from '../../main/testing/sshd.ts'
import { logText } from '../../words/log-text.ts'
import { createTranslate, type Translate } from '../../words/translate.ts'
import { openReader } from './clipboard.ts'
import { windowComponents } from './open-window.ts'
import { personAt } from './person.ts'
import { windowHarness } from './window-harness.ts'

// Values for other programs: each is copied by one click, whole and exact, and the click is acknowledged.

/** Clicks each copy button in `place` and returns the content of the clipboard after each. */
const copyAll = async (place: Locator, t: Translate): Promise<readonly string[]> => {
  const reader = await openReader(place.page())
  const buttons = place
    .getByRole('button', { name: new RegExp(`^${t('common.copyWhat', { what: '' })}`) })
    // This button only opens a dialog.
    .filter({ hasNotText: t('diagnosis.open') })
  const copied: string[] = []
  for (const button of await buttons.all()) {
    await reader.evaluate(() => navigator.clipboard.writeText('nothing yet'))
    await button.click()
    await see(button).toHaveText(t('common.copied'))
    await see(button.locator('..').getByRole('status')).toHaveText(t('common.copied'))
    copied.push(await reader.evaluate(() => navigator.clipboard.readText()))
  }
  await reader.close()
  return copied
}

const fingerprints = /SHA256:[\w+/]{43}/g
const addresses = /(?:\w+@)?(?:127\.0\.0\.1|localhost):\d+/g

describeWith(
  ['root', 'sshd', 'ssh-keygen', 'openssl', 'unshare', ...windowComponents],
  'what stands on the screen to be copied',
  () => {
    const harness = windowHarness()
    let sshd: Sshd

    beforeAll(async () => {
      sshd = await startSshd()
    })
    afterAll(() => sshd.stop())

    const addAccount = async (...more: readonly string[]): Promise<Readonly<Record<'pop3' | 'submission', number>>> => {
      const ports = await freePorts('pop3', 'submission')
      const { host, port, user, clientKeyFile } = sshd
      const server = ['--host', host, '--port', String(port), '--user', user, '--key', clientKeyFile]
      const forwards = Object.entries(ports).flatMap(([service, local]) => ['--forward', `${service}=${local}:localhost:${port}`])
      await harness.postern().must(['account', 'add', 'Work', ...server, ...forwards, ...more])
      return ports
    }
    /** Returns the copied texts, and checks that every visible text of `kind` is among them. */
    const copies = async (place: Locator, t: Translate, kind = fingerprints): Promise<readonly string[]> => {
      const read = (await place.innerText()).match(kind) ?? []
      const copied = await copyAll(place, t)
      expect(copied).toEqual(expect.arrayContaining(read))
      return copied
    }

    describe.each(['en', 'nl'] as const)('in %s', (language) => {
      test('is copied from each page of the window', async () => {
        const t = createTranslate(language)
        const fingerprint = sshd.hostKeys()[0]!.fingerprint
        const ports = await addAccount()
        const { page, dataDir, complaints } = await harness.open({ language })
        const main = page.getByRole('main')
        const goTo = async (hash: string, title: string): Promise<void> => {
          await page.goto(`${new URL(page.url()).origin}/#${hash}`)
          await see(page.getByRole('heading', { level: 1, name: title })).toBeVisible()
        }
        await main.getByRole('link', { name: 'Work' }).click()
        const person = personAt(page, language)
        await person.connect()
        const question = page.getByRole('alertdialog', { name: t('prompts.title.host-key') })
        await see(question).toBeVisible()
        expect(await copies(question, t)).toEqual([fingerprint, expect.stringContaining('ssh-keygen')])
        await person.trustHostKey(fingerprint)
        await person.seesState(t('state.connected'))
        expect(await copies(main, t, addresses)).toEqual([
          `${sshd.user}@127.0.0.1:${sshd.port}`,
          ...Object.values(ports).flatMap((port) => [`127.0.0.1:${port}`, `localhost:${sshd.port}`]),
        ])
        await goTo('/known-hosts', t('nav.knownHosts'))
        expect(await copies(main, t)).toEqual([fingerprint])
        await goTo('/settings', t('nav.settings'))
        expect(await copies(main, t)).toEqual([dataDir])
        await goTo('/about', t('nav.about'))
        expect(await copies(main, t)).toEqual([expect.stringContaining('Postern'), dataDir])
        await goTo('/log', t('nav.log'))
        await see(main.getByRole('log')).toContainText(`Work: ${logText(t, { name: 'connected' })}`)
        const [lines, file] = await copyAll(main, t)
        expect(lines).toContain(` info Work: ${logText(t, { name: 'connecting', attempt: 1 })}\n`)
        expect(file).toBe(path.join(dataDir, 'logs/postern.log'))
        expect(complaints()).toEqual([])
      })
    })

    test('is both keys where the host key has changed', async () => {
      const t = createTranslate('en')
      await addAccount()
      const before = sshd.hostKeys()[0]!.fingerprint
      const { page } = await harness.open()
      const person = personAt(page, 'en')
      await page.getByRole('main').getByRole('link', { name: 'Work' }).click()
      await person.connect()
      await person.trustHostKey(before)
      await person.seesState(t('state.connected'))
      await sshd.restart({ hostKeyTypes: ['ed25519'] })
      await page.getByRole('link', { name: t('accounts.step.host-key') }).click()
      await see(page.getByRole('heading', { level: 1, name: t('hostTrust.changed.title') })).toBeVisible()
      const copied = await copies(page.getByRole('main'), t)
      expect(copied.slice(0, 2)).toEqual([before, sshd.hostKeys()[0]!.fingerprint])
    })
  },
)
