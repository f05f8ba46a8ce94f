import { app, nativeTheme, type BrowserWindow } from 'electron'
import type { Settings } from '../../../contract/settings.ts'
import { chooseLanguage } from '../../../words/language.ts'
import { createTranslate, type Translate } from '../../../words/translate.ts'
import type { WindowService } from '../../window/window-service.ts'
import { hiddenOption } from './autostart-file.ts'
import { askBeforeQuitting } from './closing.ts'
import { followService, type ServiceFacts } from './follow-service.ts'
import { askToLeave, askToQuit } from './quit-questions.ts'
import { showTray, type ShownTray } from './tray/show-tray.ts'
import { createTrayActs } from './tray/tray-acts.ts'
import { trayView, type TrayView } from './tray/tray-view.ts'
import { createWindowControls, type WindowControls } from './window-controls.ts'

export interface BackgroundOptions {
  readonly service: WindowService
  readonly settings: Settings
  readonly window: BrowserWindow
  /** The folder of the rendered icons, absolute. */
  readonly icons: string
  readonly hasTray: boolean
}

export interface BackgroundShell {
  readonly open: WindowControls['open']
  /** Switches the questions before quitting off, for an end that must not wait for the person. */
  readonly neverAsk: () => void
}

const translatorOf = ({ language }: Settings): Translate => createTranslate(chooseLanguage(language, process.env, app.getLocale()))

/** Runs Postern while its window is closed: the tray, a second start, and the questions before closing and quitting. */
export const runInBackground = ({ service, settings, window, icons, hasTray }: BackgroundOptions): BackgroundShell => {
  const { platform } = process
  const controls = createWindowControls(window, service)
  let t = translatorOf(settings)
  let facts: ServiceFacts = { accounts: [], tunnels: [], questions: [] }
  let tray: ShownTray | undefined
  const view = (): TrayView => trayView(facts, { t, platform, look: nativeTheme })
  const draw = (): void => tray?.update(view())

  const acts = createTrayActs({
    service,
    open: (place) => (tray === undefined ? controls.open(place) : controls.openAt(tray.place(), place)),
    quit: () => app.quit(),
  })
  if (hasTray)
    tray = showTray(
      { platform, icons, onClick: () => tray !== undefined && controls.toggleAt(tray.place()), onCommand: acts.run },
      view(),
    )

  nativeTheme.on('updated', draw)
  service.subscribe((name, payload) => {
    if (name !== 'SettingsChanged') return
    t = translatorOf(payload as Settings)
    draw()
  })
  void followService(service, (changed) => {
    facts = changed
    acts.follow(changed)
    draw()
  })

  app.on('second-instance', (_event, argv) => {
    if (!argv.includes(hiddenOption)) controls.open()
  })
  // A click on the icon in macOS's Dock.
  app.on('activate', () => controls.open())
  const neverAsk = askBeforeQuitting({
    app,
    window,
    hasTray,
    openConnections: () => facts.tunnels.reduce((sum, { traffic }) => sum + traffic.openConnections, 0),
    askToQuit: (connections) => askToQuit(window, t, connections),
    askToLeave: () => askToLeave(window, t),
    showWindow: () => controls.open(),
  })
  return { open: controls.open, neverAsk }
}
