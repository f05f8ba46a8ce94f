import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { expect as see } from './expect.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Guide } from '../../contract/guide.ts'
import { describeWith } from '../../main/testing/components.ts'
import { mailLabComponents, startMailLab, type MailLab } from '../../main/testing/mail-lab.ts'
import { waitUntil } from '../../main/testing/wait-until.ts'
import { fetchByGuide, guidedClients, readByMutt, sendByGuide, type MailUser, type SavedGuide } from '../guided-client.ts'
import { windowComponents, type PosternWindow } from './open-window.ts'
import { personAt, type Person } from './person.ts'
import { setUpBy, type Newcomer, type SetUp } from './set-up.ts'
import { windowHarness } from './window-harness.ts'

// From nothing to the first mail: a person who has a mail address and a password at the SSH server, and nothing else. The lab uses the
// standard ports, so that the wizard finds the servers by itself.

interface AtWizard {
  readonly person: Person
  readonly wizard: SetUp
  readonly window: PosternWindow
}

const ssh = { user: 'bob', password: 'bobs password at the server' }
const components = [...mailLabComponents, ...windowComponents, 'expect', ...guidedClients]

describeWith(components, 'a person who sets up their mail', () => {
  const harness = windowHarness()
  let lab: MailLab
  let newcomer: Newcomer

  beforeAll(async () => {
    lab = await startMailLab({ standardPorts: true, sshd: { users: [{ name: ssh.user, password: ssh.password, bareHome: true }] } })
  })
  afterAll(() => lab.stop())
  beforeEach(() => {
    newcomer = { lab, ssh, account: 'Work', passphrase: 'correct horse battery staple gate' }
  })

  const asPerson = async (language: 'en' | 'nl', width: 'narrow' | 'wide' = 'narrow'): Promise<AtWizard> => {
    const window = await harness.open({ language, width })
    const { page } = window
    const person = personAt(page, language)
    return { person, wizard: setUpBy(person, newcomer), window }
  }

  const untilMailApp = async (wizard: SetUp): Promise<void> => {
    await wizard.begin()
    await wizard.typesServer()
    await wizard.trustsServer()
    await wizard.makesKey()
    await wizard.installsKey()
    await wizard.takesMailPorts()
    await wizard.sees('client')
  }

  /** Chooses the mail app and saves its file, as the screen offers. */
  const saveGuide = async ({ page, t }: Person, client: (typeof guidedClients)[number]): Promise<SavedGuide> => {
    const all = page.getByRole('button', { name: new RegExp(t('guide.all', { count: 99 }).replace('99', String.raw`\d+`)) })
    if (await all.isVisible()) await all.click()
    await page.getByRole('radio', { name: t(`guides.client.${client}`), exact: true }).check({ force: true })
    await page.getByRole('button', { name: new RegExp(`^${t('guide.saveWhat', { what: '' })}`) }).click()
    const saved = page.getByText(new RegExp(`^/.*/${client}rc$`)).first()
    await see(saved).toBeVisible()
    const file = (await saved.textContent())!
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    const accountId = await page.evaluate(async () => {
      const { listAccounts } = (
        globalThis as unknown as { postern: { listAccounts: (input: object) => Promise<{ answer: { id: string }[] }> } }
      ).postern
      return (await listAccounts({})).answer[0]!.id
    })
    const guide = await page.evaluate(
      async (input) => {
        const { getGuide } = (globalThis as unknown as { postern: { getGuide: (input: object) => Promise<{ answer: Guide }> } })
          .postern
        return (await getGuide(input)).answer
      },
      { accountId, client },
    )
    return { guide, file }
  }

  const asMailUser = async ({ page, t }: Person): Promise<void> => {
    await page.getByRole('button', { name: t('guide.changeWhat', { what: t('guide.mailUser') }) }).click()
    await page.getByRole('textbox', { name: t('guide.mailUser') }).fill(lab.user)
    await page.getByRole('button', { name: t('guide.keep'), exact: true }).click()
    await see(page.getByText(lab.user, { exact: true }).first()).toBeVisible()
  }

  const arrives = (subject: string): Promise<void> =>
    waitUntil(async () => (await lab.mailbox()).some((message) => message.includes(subject)), { what: `${subject} to arrive` })

  test('gets mail in fetchmail, mbsync, getmail, msmtp and mutt, by the files of the guides', async () => {
    const { person, wizard, window } = await asPerson('en')
    const { page, t } = person
    await untilMailApp(wizard)
    await asMailUser(person)
    await wizard.button(t('setup.client.connect')).click()
    await see(page.getByRole('status').filter({ hasText: /127\.0\.0\.1:1\d143/ })).toBeVisible({ timeout: 30_000 })

    const user: MailUser = { home: harness.folder(), address: lab.address, password: lab.password }
    await sendByGuide.msmtp(user, await saveGuide(person, 'msmtp'), 'sent by msmtp')
    await arrives('sent by msmtp')
    await see(
      page
        .getByText(/1\d587/)
        .filter({ hasText: t('service.submission') })
        .last(),
    ).toBeVisible()
    const muttrc = await saveGuide(person, 'mutt')
    await sendByGuide.mutt(user, muttrc, 'sent by mutt')
    await arrives('sent by mutt')
    expect(await readByMutt(user, muttrc)).toContain('sent by msmtp')
    await see(page.getByText(t('setup.client.bothWays'))).toBeVisible()

    for (const client of ['mbsync', 'getmail', 'fetchmail'] as const) {
      const messages = (await fetchByGuide[client](user, await saveGuide(person, client))).join('\n')
      expect(messages, client).toContain('sent by msmtp')
      expect(messages, client).toContain('sent by mutt')
    }
    const authorized = await readFile(lab.sshd.authorizedKeysFile, 'utf8')
    expect(authorized).toMatch(/^restrict,command="[^"]+",port-forwarding,.*permitopen="localhost:143".* ssh-ed25519 \S+ .*\n$/)

    await wizard.goesOn()
    await wizard.sees('done')
    await wizard.button(t('setup.done.finish')).click()
    await see(page.getByRole('heading', { level: 1, name: 'Work' })).toBeVisible()
    await person.seesState(t('state.connected'))
    // The wizard's state is deleted, and no new wizard has begun.
    await page.waitForTimeout(1000)
    expect(await readFile(path.join(harness.folder(), 'data/settings.json'), 'utf8')).not.toContain('"onboarding"')
    expect(window.complaints()).toEqual([])
  }, 300_000)

  describe('half-way', () => {
    test.each(['en', 'nl'] as const)(
      'may quit at every screen and go on there in %s, with nothing lost but secrets',
      async (language) => {
        /** The values of a screen are saved a moment after it opens. */
        const isKept = (what: string): Promise<void> =>
          waitUntil(async () => (await readFile(path.join(harness.folder(), 'data/settings.json'), 'utf8')).includes(what), {
            what,
          })
        const way: readonly [Parameters<SetUp['sees']>[0], (wizard: SetUp) => Promise<void>][] = [
          ['trust', (wizard) => wizard.typesServer()],
          ['key', (wizard) => wizard.trustsServer()],
          ['install', (wizard) => wizard.makesKey()],
          [
            'mail',
            async (wizard) => {
              await wizard.installsKey()
              await wizard.seesMailPorts()
              await isKept('"isWanted": true')
            },
          ],
          ['client', (wizard) => wizard.takesMailPorts()],
        ]
        /** Goes one screen on and quits there. */
        const goOnAndQuit = async ({ wizard, window }: AtWizard, [next, walk]: (typeof way)[number]): Promise<void> => {
          await walk(wizard)
          await wizard.sees(next)
          await window.close()
        }
        const first = await asPerson(language)
        await first.wizard.begin()
        await goOnAndQuit(first, way[0]!)
        for (const [index, [step]] of way.entries()) {
          const again = await asPerson(language)
          await again.person.page.getByRole('link', { name: again.person.t('setup.unfinished.goOn'), exact: true }).click()
          await again.wizard.sees(step)
          const next = way[index + 1]
          if (next !== undefined) await goOnAndQuit(again, next)
        }
      },
      300_000,
    )
  })
})
