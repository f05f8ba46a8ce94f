import { cp } from 'node:fs/promises'
import type { Locator } from '@playwright/test'
import { expect } from '../expect.ts'
import type { RequestAnswer, RequestInput, RequestName } from '../../../contract/requests.ts'
import { makeTemporaryFolder } from '../../../main/testing/temporary-folder.ts'
import { openWindow, type PosternWindow, type WindowLanguage, type WindowTheme } from '../open-window.ts'
import { personAt, type Person } from '../person.ts'
import type { AccountName, ScreensHarness } from './screens-harness.ts'

export interface WindowSize {
  readonly width: number
  readonly height: number
}
/** The size of the tray's window, and of a wide one (look.md: 720 and wider). */
export const narrow: WindowSize = { width: 400, height: 640 }
export const wide: WindowSize = { width: 1000, height: 720 }

/** A window of a scene, with the scene's acts. */
export interface Actor extends Person {
  readonly window: PosternWindow
  /** Postern's data folder is `data` in it. */
  readonly folder: string
  readonly button: (name: string) => Locator
  /** Goes to a place of the window by its address, and waits for the screen with that title. */
  readonly goTo: (place: string, title: string | RegExp) => Promise<void>
  readonly goToAccount: (name: AccountName) => Promise<void>
  /** Sends a request to Postern through the page, in place of another window or the tray. */
  readonly ask: <Name extends RequestName>(name: Name, input: RequestInput<Name>) => Promise<RequestAnswer<Name>>
}

/** The means of a scene. */
export interface Props {
  readonly harness: ScreensHarness
  /** Opens a window on a copy of the harness's data folder, or on none. `prepare` changes the folder before. */
  readonly open: (data: WindowData, prepare?: (folder: string) => Promise<unknown>) => Promise<Actor>
  /** Reports that the window now shows a state, which the caller of the scene checks. */
  readonly show: (state: string) => Promise<void>
  /** Runs a function after the scene. */
  readonly after: (end: () => unknown) => void
}

type WindowData = 'accounts' | 'none'

/** A sequence of screens and states of one window, each of which it reports by `show`. */
export interface Scene {
  readonly name: string
  /** Whether it can use the window of another such scene, which saves the start of a Postern and the load of a page. */
  readonly sharesWindow?: boolean
  readonly play: (props: Props) => Promise<void>
}

export interface Looks {
  readonly language: WindowLanguage
  readonly theme: WindowTheme
  readonly size: WindowSize
}

const actorAt = (
  window: PosternWindow,
  { harness, folder, language }: { readonly harness: ScreensHarness; readonly folder: string; readonly language: WindowLanguage },
): Actor => {
  const { page } = window
  const goTo = async (place: string, title: string | RegExp): Promise<void> => {
    await page.evaluate((hash) => {
      location.hash = hash
    }, place)
    await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()
  }
  return {
    ...personAt(page, language),
    window,
    folder,
    goTo,
    button: (name) => page.getByRole('button', { name, exact: true }),
    goToAccount: (name) => goTo(`/accounts/${harness.accountIds[name]}`, name),
    ask: async (name, input) => {
      const outcome = await page.evaluate(
        ([request, what]) =>
          (globalThis as unknown as { postern: Record<string, (input: unknown) => Promise<unknown>> }).postern[request]!(what),
        [name, input] as const,
      )
      expect(outcome).toMatchObject({ ok: true })
      return (outcome as { answer: RequestAnswer<typeof name> }).answer
    },
  }
}

export type Look = (state: string, window: PosternWindow) => Promise<void>

/** Plays scenes, all in windows of one language, theme and size. */
export interface Stage {
  /** Plays a scene and calls `look` for each of its states. Afterwards ends the parts that the scene started, except a shared window. */
  readonly play: (scene: Scene, look: Look) => Promise<void>
  readonly close: () => Promise<void>
}

export const openStage = ({ harness, ...looks }: Looks & { readonly harness: ScreensHarness }): Stage => {
  const shared = new Map<WindowData, Actor>()
  const endsOfShared: (() => unknown)[] = []
  const endAll = async (ends: (() => unknown)[]): Promise<void> => {
    for (const end of ends.splice(0).reverse()) await end()
  }
  const openActor = async (data: WindowData, ends: (() => unknown)[], prepare?: (folder: string) => unknown): Promise<Actor> => {
    const { path: folder, remove } = await makeTemporaryFolder('screen')
    ends.push(remove)
    if (data === 'accounts') await cp(harness.folder, folder, { recursive: true })
    await prepare?.(folder)
    const window = await openWindow({ folder, ...looks })
    ends.push(window.close)
    return actorAt(window, { harness, folder, language: looks.language })
  }
  const openShared = async (data: WindowData): Promise<Actor> => {
    const kept = shared.get(data)
    if (kept !== undefined) {
      // A freshly loaded page, on its first screen.
      await kept.page.goto(new URL('/', kept.page.url()).href)
      return kept
    }
    const actor = await openActor(data, endsOfShared)
    shared.set(data, actor)
    return actor
  }
  return {
    play: async ({ name, sharesWindow = false, play }, look) => {
      const ends: (() => unknown)[] = []
      let actor: Actor | undefined
      try {
        await play({
          harness,
          open: async (data, prepare) => {
            actor = sharesWindow ? await openShared(data) : await openActor(data, ends, prepare)
            return actor
          },
          show: async (state) => {
            if (actor === undefined) throw new Error(`${name} shows ${state} before it has opened a window`)
            await look(state, actor.window)
          },
          after: (end) => ends.push(end),
        })
      } finally {
        await endAll(ends)
      }
    },
    close: () => endAll(endsOfShared),
  }
}
