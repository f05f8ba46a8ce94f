import { EventEmitter } from 'node:events'
import type { App, WebContents } from 'electron'
import { expect, test } from 'vitest'
import { denyNavigation, isMailLink } from './navigation.ts'

type WindowOpen = Parameters<WebContents['setWindowOpenHandler']>[0]

/** A page with Electron's events, and the addresses that were opened in other programs. */
const openPage = (address = 'app://postern/') => {
  const app = new EventEmitter()
  const opened: string[] = []
  let windowOpen: WindowOpen | undefined
  const contents = Object.assign(new EventEmitter(), {
    getURL: () => address,
    setWindowOpenHandler: (handler: WindowOpen) => {
      windowOpen = handler
    },
  })
  denyNavigation(app as unknown as Pick<App, 'on'>, (link) => {
    opened.push(link)
    return Promise.resolve()
  })
  app.emit('web-contents-created', {}, contents)
  const go = (event: string, url: string, isMainFrame = true): boolean => {
    let isPrevented = false
    contents.emit(event, { url, isMainFrame, preventDefault: () => (isPrevented = true) })
    return isPrevented
  }
  const openWindow = (url: string) => windowOpen?.({ url } as Parameters<WindowOpen>[0])
  return { go, openWindow, opened }
}

const mail = 'mailto:?subject=A%20key&body=Hello'

test('a mail link of our page opens a new mail, and the page stays', () => {
  const { go, openWindow, opened } = openPage()
  expect(go('will-navigate', mail)).toBe(true)
  expect(openWindow(mail)).toEqual({ action: 'deny' })
  expect(opened).toEqual([mail, mail])
})

test('no other link opens another program, and no link changes the page', () => {
  const { go, openWindow, opened } = openPage()
  for (const url of ['https://example.org/', 'file:///etc/passwd', 'mailto:?attach=/etc/passwd', 'app://postern/']) {
    for (const event of ['will-navigate', 'will-redirect', 'will-frame-navigate', 'will-attach-webview'])
      expect(go(event, url)).toBe(true)
    expect(openWindow(url)).toEqual({ action: 'deny' })
  }
  expect(opened).toEqual([])
})

test('a foreign page, and a frame within ours, open no mail', () => {
  const foreign = openPage('https://example.org/')
  expect(foreign.go('will-navigate', mail)).toBe(true)
  foreign.openWindow(mail)
  expect(foreign.opened).toEqual([])
  const ours = openPage()
  expect(ours.go('will-navigate', mail, false)).toBe(true)
  expect(ours.opened).toEqual([])
})

test.each(['mailto:?subject=A%20key&body=Hello%0D%0A', 'mailto:?body=restrict%2Cpermitopen%3D%22localhost%3A110%22', 'mailto:'])(
  'the mail program may open %j',
  (address) => {
    expect(isMailLink(address)).toBe(true)
  },
)

test.each([
  'mailto:?subject=a&attach=/home/bob/.ssh/id_ed25519',
  'mailto:?ATTACH=/etc/passwd',
  'mailto:?subject=a&bcc=eve@example.org',
  'mailto:eve@example.org?subject=a',
  'mailto:?subject=a#b',
  `mailto:?body=${'a'.repeat(8192)}`,
  'https://example.org/',
  'file:///etc/passwd',
  'smb://example.org/',
  'javascript:alert(1)',
  'app://postern/',
  '',
])('the mail program may not open %j', (address) => {
  expect(isMailLink(address)).toBe(false)
})
