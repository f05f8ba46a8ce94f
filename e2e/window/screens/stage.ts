import { cp } from 'node:fs/promises'
import { expect, type Locator } from '@playwright/test'
import type { RequestAnswer, RequestInput, RequestName } from '../../../contract/requests.ts'
import { makeTemporaryFolder } from '../../../main/testing/temporary-folder.ts'
import { openWindow, type PosternWindow, type WindowLanguage, type WindowTheme } from '../open-window.ts'
import { personAt, type Person } from '../person.ts'
import type { AccountName, ScreensHarness } from './screens-harness.ts'

export interface WindowSize {
  readonly width: number
  readonly height: number
}
/** That of the tray, and a wide one (look.md: 720 and wider). */
export const narrow: WindowSize = { width: 400, height: 640 }
export const wide: WindowSize = { width: 1000, height: 720 }

/** A window in the hands of a scene. */
export interface Actor extends Person {
  readonly window: PosternWindow
  /** Postern's data folder is `data` in it. */
  readonly folder: string
  readonly button: (name: string) => Locator
  /** Goes to a place of the window by its address, and waits for the screen with that title. */
  readonly goTo: (place: string, title: string | RegExp) => Promise<void>
  readonly goToAccount: (name: AccountName) => Promise<void>
  /** Asks Postern as the window does, for what another window or the tray would do meanwhile. */
  readonly ask: <Name extends RequestName>(name: Name, input: RequestInput<Name>) => Promise<RequestAnswer<Name>>
}

/** What a scene plays on. */
export interface Stage {
  readonly harness: ScreensHarness
  /** Opens a window on a copy of the harness's data folder, or on none. `prepare` changes the folder before. */
  readonly open: (data: 'accounts' | 'none', prepare?: (folder: string) => Promise<unknown>) => Promise<Actor>
  /** The window now shows a state: it is looked at. */
  readonly show: (state: string) => Promise<void>
  /** Runs when the scene is over. */
  readonly after: (end: () => unknown) => void
}

/** One window's way through some of its screens and their states, each of which it shows. */
export interface Scene {
  readonly name: string
  readonly play: (stage: Stage) => Promise<void>
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
    ...{ window, folder, goTo },
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

/** Plays a scene in a window that looks so, and gives each state to `look`. Ends everything that the scene began. */
export const playScene = async (
  scene: Scene,
  options: Looks & { readonly harness: ScreensHarness; readonly look: (state: string, window: PosternWindow) => Promise<void> },
): Promise<void> => {
  const { harness, look, ...looks } = options
  const ends: (() => unknown)[] = []
  let actor: Actor | undefined
  try {
    await scene.play({
      harness,
      open: async (data, prepare) => {
        const { path: folder, remove } = await makeTemporaryFolder('screen')
        ends.push(remove)
        if (data === 'accounts') await cp(harness.folder, folder, { recursive: true })
        await prepare?.(folder)
        const window = await openWindow({ folder, ...looks })
        ends.push(window.close)
        actor = actorAt(window, { harness, folder, language: looks.language })
        return actor
      },
      show: async (state) => {
        if (actor === undefined) throw new Error(`${scene.name} shows ${state} before it has opened a window`)
        await look(state, actor.window)
      },
      after: (end) => ends.push(end),
    })
  } finally {
    for (const end of ends.reverse()) await end()
  }
}
