import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { mustRun } from '../main/testing/run-program.ts'
import { startProcess } from '../main/testing/started-process.ts'
import { waitUntil } from '../main/testing/wait-until.ts'
import { openMarionette } from './marionette.ts'

export const thunderbirdComponents = ['thunderbird', 'Xvfb', 'import'] as const

/** Thunderbird with a new profile, on a screen of its own. It finds what it is told to fill in and to press by the words on its screen. */
export interface Thunderbird {
  /** Fills in the field with this label. For a list, `value` is the text of the choice. */
  readonly fill: (label: string, value: string) => Promise<void>
  /** Presses the button with this text, once it can be pressed. */
  readonly press: (text: string) => Promise<void>
  /** Waits until the page of the new account has this title. */
  readonly page: (title: string) => Promise<void>
  /** The list of the messages in the inbox, as it is on the screen. */
  readonly inbox: () => Promise<string>
  /** Opens the message with this subject and returns its text. */
  readonly read: (subject: string) => Promise<string>
  /** Writes a message to oneself and presses Send. Resolves once Thunderbird has closed the message's window. */
  readonly send: (subject: string) => Promise<void>
  /** Its windows and open dialogs apart from the main window: every question and every warning is one. */
  readonly dialogs: () => Promise<readonly string[]>
  readonly takePicture: (file: string) => Promise<void>
  readonly stop: () => Promise<void>
}

/** It is for the test's screen alone, and fetches no page of the web. Marionette chooses a free port. */
const preferences = `
user_pref('marionette.port', 0)
user_pref('mailnews.start_page.url', 'about:blank')
user_pref('datareporting.policy.dataSubmissionEnabled', false)
user_pref('intl.locale.requested', 'en-US')
`

/** The functions for what is run in Thunderbird. The dialog for a new account, the Account Hub, consists of components with shadow roots. */
const helpers = `
const isShown = (element) => element.getBoundingClientRect().width > 0
const elements = (root) => [...root.querySelectorAll('*')].flatMap((element) => {
  const inner = element.localName.includes('-') ? element.openOrClosedShadowRoot : undefined
  return inner ? [element, ...elements(inner)] : [element]
})
const shown = (selector) => {
  const hub = document.querySelector('account-hub-container')
  return hub ? elements(hub.openOrClosedShadowRoot).filter((element) => element.matches(selector) && isShown(element)) : []
}
const plain = (text) => text.replace(/[\\s*]/g, '').toLowerCase()
const withText = (selector, text) => shown(selector).find((element) => plain(element.textContent) === plain(text))
const change = (control, value) => {
  control.value = value
  for (const type of ['input', 'change']) control.dispatchEvent(new Event(type, { bubbles: true, composed: true }))
}
const tab = () => document.getElementById('tabmail').currentAbout3Pane
const inboxFolder = () => MailServices.accounts.defaultAccount.incomingServer.rootFolder.getFolderWithFlags(Ci.nsMsgFolderFlags.Inbox)
`

const fillBody = `
const label = withText('label', input.label)
const control = label?.control ?? label?.parentElement.querySelector('select')
if (!control) return false
if (control.localName !== 'select') change(control, input.value)
else {
  const choice = [...control.options].find(({ label }) => plain(label) === plain(input.value))
  if (!choice) return false
  change(control, choice.value)
}
return true
`

const pressBody = `
const button = withText('button', input)
if (!button || button.disabled) return false
button.click()
return true
`

const inboxBody = `
if (!inboxFolder()) return ''
if (tab().gFolder !== inboxFolder()) tab().displayFolder(inboxFolder())
return tab().threadTree.textContent
`

const readBody = `
const index = Array.from({ length: tab().gDBView.rowCount }, (_, row) => row).find(
  (row) => tab().gDBView.getMsgHdrAt(row).mime2DecodedSubject === input,
)
if (index === undefined) return ''
if (tab().threadTree.selectedIndex !== index) tab().threadTree.selectedIndex = index
return tab().messageBrowser.contentDocument.getElementById('messagepane').contentDocument?.body?.textContent ?? ''
`

const composeBody = `
const fields = Cc['@mozilla.org/messengercompose/composefields;1'].createInstance(Ci.nsIMsgCompFields)
const { defaultIdentity } = MailServices.accounts.defaultAccount
Object.assign(fields, { to: defaultIdentity.email, subject: input, body: 'Through the tunnel.' })
const parameters = Cc['@mozilla.org/messengercompose/composeparams;1'].createInstance(Ci.nsIMsgComposeParams)
Object.assign(parameters, { composeFields: fields, type: Ci.nsIMsgCompType.New, format: Ci.nsIMsgCompFormat.PlainText, identity: defaultIdentity })
MailServices.compose.OpenComposeWindowWithParams(null, parameters)
`

// A button that is pressed before the window is ready does nothing.
const sendBody = `
const composer = Services.wm.getMostRecentWindow('msgcompose')
const button = composer?.document.getElementById('button-send')
if (!composer?.composeEditorReady || button.disabled) return false
button.click()
return true
`

const dialogsBody = `
const others = [...Services.wm.getEnumerator(null)].filter((other) => other !== window).map(({ location }) => location.href)
const open = [...document.querySelectorAll('dialog[open], .dialogOverlay[topmost]'), ...shown('dialog[open]')].map(({ id, className }) => id || className)
return [...others, ...open]
`

/** What Marionette prints once it can be reached. */
const listening = /Listening on port (\d+)\n/

/** Where Debian's Thunderbird has its program folder, and in it the folder of configuration files. */
const ispFolder = '/usr/lib/thunderbird/isp'

/** Mounts the folder $1 for this process alone, as an administrator would fill it for everyone. */
const withIspFolder = (folder: string): readonly string[] => [
  'unshare',
  '--mount',
  'sh',
  '-c',
  `mount --bind "$1" ${ispFolder} && shift && exec "$@"`,
  'sh',
  folder,
]

/** Starts Thunderbird in `home`, a folder that holds nothing of it yet. `isp` is the folder of its program's configuration files, if not its own. */
export const startThunderbird = async (home: string, isp?: string): Promise<Thunderbird> => {
  const profile = path.join(home, 'profile')
  await mkdir(profile, { recursive: true })
  await writeFile(path.join(profile, 'user.js'), preferences)
  const screen = await startProcess({
    program: 'Xvfb',
    args: ['-displayfd', '1', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'],
    logFile: path.join(home, 'screen.log'),
    ready: (log) => /^\d+$/m.test(log),
  })
  const display = `:${/^\d+$/m.exec(screen.log())?.[0]}`
  // Without a D-Bus session it works as well, and need not start one.
  const env = {
    ...process.env,
    HOME: home,
    DISPLAY: display,
    DBUS_SESSION_BUS_ADDRESS: 'disabled:',
    MOZ_CRASHREPORTER_DISABLE: '1',
  }
  const takePicture = async (file: string): Promise<void> => {
    await mkdir(path.dirname(file), { recursive: true })
    await mustRun('import', ['-display', display, '-window', 'root', file])
  }
  const [first = '', ...args] = [
    ...(isp === undefined ? [] : withIspFolder(isp)),
    ...['thunderbird', '--profile', profile, '--no-remote', '--marionette', '--remote-allow-system-access'],
  ]
  const program = await startProcess({
    program: first,
    args,
    logFile: path.join(home, 'thunderbird.log'),
    env,
    ready: (log) => listening.test(log),
    timeoutMs: 60_000,
  }).catch(async (error: unknown) => {
    await screen.stop()
    throw error
  })
  const session = await openMarionette(Number(listening.exec(program.log())?.[1]))
  const run = (body: string, input?: unknown) => session.run(helpers + body, input)
  const until = (what: string, body: string, input?: unknown) =>
    waitUntil(async () => (await run(body, input)) === true, { what: `Thunderbird: ${what}`, everyMs: 100, timeoutMs: 30_000 })
  return {
    fill: (label, value) => until(`the field “${label}” for “${value}”`, fillBody, { label, value }),
    press: (text) => until(`the button “${text}”`, pressBody, text),
    page: (title) => until(`the page “${title}”`, `return withText('#title', input) !== undefined`, title),
    inbox: async () => String(await run(inboxBody)),
    read: async (subject) => String(await run(readBody, subject)),
    send: async (subject) => {
      await run(composeBody, subject)
      await until('the button to send', sendBody)
      await until('the message to be sent', `return Services.wm.getMostRecentWindow('msgcompose') === null`)
    },
    dialogs: async () => (await run(dialogsBody)) as readonly string[],
    takePicture,
    stop: async () => {
      session.close()
      await program.stop()
      await screen.stop()
    },
  }
}
