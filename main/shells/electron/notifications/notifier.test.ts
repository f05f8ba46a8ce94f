import { beforeEach, expect, test } from 'vitest'
import type { Place } from '../../../../contract/place.ts'
import { SettingsSchema } from '../../../../contract/settings.ts'
import { createTranslate } from '../../../../words/translate.ts'
import { startSshServer, type SshServer } from '../../../testing/ssh-server.ts'
import { waitUntil } from '../../../testing/wait-until.ts'
import { draftAt, windowHarness } from '../../../testing/window-harness.ts'
import type { NotificationAct } from './notification-words.ts'
import { createNotifier } from './notifier.ts'

const { closeAfter, startWindow } = windowHarness()

let server: SshServer
beforeEach(async () => {
  server = await startSshServer({ users: [{ name: 'bob', password: 'right' }] })
  closeAfter(server.stop)
})

interface OnDesktop {
  readonly title: string
  readonly body: string
  readonly act: (act: NotificationAct) => void
}

/** A notifier with a service of its own, on a desktop that is a set of the shown notifications. */
const openDesktop = async () => {
  const window = await startWindow()
  const onDesktop = new Set<OnDesktop>()
  const badges: (string | undefined)[] = []
  const opened: Place[] = []
  let isWindowFocused = false
  const notifier = createNotifier({
    service: window.service,
    settings: SettingsSchema.parse({}),
    translate: ({ language }) => createTranslate(language === 'nl' ? 'nl' : 'en'),
    isWindowFocused: () => isWindowFocused,
    show: ({ title, body }, act) => {
      const shown = { title, body, act }
      onDesktop.add(shown)
      return () => void onDesktop.delete(shown)
    },
    setBadge: (count, description) => badges.push(description ?? `${count}`),
    open: (place) => opened.push(place),
  })
  closeAfter(notifier.close)
  const shown = (): readonly OnDesktop[] => [...onDesktop]
  return {
    ...window,
    notifier,
    badges,
    opened,
    shown,
    lookAtWindow: (): void => {
      isWindowFocused = true
      notifier.windowChanged()
    },
    shows: (title: string) => waitUntil(() => shown().some((one) => one.title === title), { what: `a notification "${title}"` }),
    showsNothing: () => waitUntil(() => onDesktop.size === 0, { what: 'no notification' }),
  }
}

test('a question is told, leads to its account, and is taken back with its answer', async () => {
  const { ask, question, shows, showsNothing, shown, opened, badges, reaches } = await openDesktop()
  const { id } = await ask('addAccount', { draft: await draftAt(server) })
  await ask('connect', { accountId: id })
  await shows('work needs you')
  expect(shown().map(({ body }) => body)).toEqual(['work needs your password.'])
  expect(badges).toEqual(['One account needs you'])

  shown()[0]!.act('open')
  expect(opened).toEqual([{ place: 'account', accountId: id }])

  const { id: questionId } = await question('password')
  await ask('answerQuestion', { questionId, answer: { kind: 'password', secret: 'right', remember: false } })
  await reaches(id, 'connected')
  await showsNothing()
  expect(badges).toEqual(['One account needs you', '0'])
})

test('a question that waited behind the lock is told when it opens, in the language of the settings', async () => {
  const { ask, question, notifier, shows, shown, badges } = await openDesktop()
  await ask('changeSettings', { change: { language: 'nl' } })
  const { id } = await ask('addAccount', { draft: await draftAt(server) })
  notifier.setLocked(true)
  await ask('connect', { accountId: id })
  await question('password')
  await waitUntil(() => badges.length > 0, { what: 'the badge' })
  expect(shown()).toEqual([])
  notifier.setLocked(false)
  await shows('work heeft je nodig')
})

test('a blocked account is told until the person comes to the window', async () => {
  const { ask, shows, showsNothing, lookAtWindow } = await openDesktop()
  const draft = await draftAt(server, { trustedFingerprint: `SHA256:${'A'.repeat(43)}` })
  const { id } = await ask('addAccount', { draft })
  await ask('connect', { accountId: id })
  await shows('work needs you')
  lookAtWindow()
  await showsNothing()
})

test('a need from before the notifier starts is shown too', async () => {
  const window = await startWindow()
  const { id } = await window.ask('addAccount', { draft: await draftAt(server) })
  await window.ask('connect', { accountId: id })
  await window.question('password')
  const titles: string[] = []
  const notifier = createNotifier({
    service: window.service,
    settings: SettingsSchema.parse({}),
    translate: () => createTranslate('en'),
    isWindowFocused: () => false,
    show: ({ title }) => {
      titles.push(title)
      return () => undefined
    },
    setBadge: () => undefined,
    open: () => undefined,
  })
  closeAfter(notifier.close)
  await waitUntil(() => titles.length > 0, { what: 'a notification' })
  expect(titles).toEqual(['work needs you'])
})
