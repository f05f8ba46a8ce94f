import { EventEmitter } from 'node:events'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { beforeEach, describe, expect, test } from 'vitest'
import { askBeforeQuitting, type ClosingDependencies } from './closing.ts'

let calls: string[]
let connections: number
let isFormChanged: boolean
let answer: (isYes: boolean) => void
let window: EventEmitter
let app: EventEmitter
let quit: () => void
let neverAsk: () => void

/** Tells listeners of an event, and whether one of them prevented it. */
const isPrevented = (emitter: EventEmitter, name: string): boolean => {
  const seen: string[] = []
  emitter.emit(name, { preventDefault: () => seen.push(name) })
  return seen.length > 0
}

/** A window and an application that close and quit in the order in which Electron does. */
const begin = (hasTray: boolean): void => {
  const webContents = new EventEmitter()
  let isOpen = true
  const close = (): boolean => {
    if (isPrevented(window, 'close')) return false
    if (isFormChanged) {
      webContents.emit('will-prevent-unload')
      return false
    }
    isOpen = false
    return true
  }
  quit = () => {
    if (!isPrevented(app, 'before-quit') && (!isOpen || close())) calls.push('gone')
  }
  const asking = (what: string) => () => {
    calls.push(what)
    return new Promise<boolean>((resolve) => (answer = resolve))
  }
  window = Object.assign(new EventEmitter(), {
    ...{ webContents, close },
    hide: () => void calls.push('hidden'),
    destroy: () => {
      isOpen = false
      calls.push('destroyed')
    },
  })
  app = Object.assign(new EventEmitter(), { quit })
  neverAsk = askBeforeQuitting({
    ...({ app, window } as unknown as Pick<ClosingDependencies, 'app' | 'window'>),
    hasTray,
    openConnections: () => connections,
    askToQuit: (count) => asking(`asked to quit with ${count}`)(),
    askToLeave: asking('asked to leave'),
    showWindow: () => void calls.push('shown'),
  })
}
const closeWindow = (): unknown => (window as unknown as { close: () => unknown }).close()
/** What follows from an answer follows before the event loop turns. */
const settled = (): Promise<void> => nextTurn()

beforeEach(() => {
  calls = []
  connections = 0
  isFormChanged = false
  begin(true)
})

describe('closing the window', () => {
  test('hides it where there is a tray, whatever it holds', () => {
    isFormChanged = true
    connections = 1
    closeWindow()
    expect(calls).toEqual(['hidden'])
  })

  test('quits where there is none', async () => {
    begin(false)
    closeWindow()
    await settled()
    expect(calls).toEqual(['gone'])
  })

  test('asks first where there is no tray and mail is on its way', async () => {
    begin(false)
    connections = 1
    closeWindow()
    await settled()
    expect(calls).toEqual(['asked to quit with 1'])
    answer(true)
    await settled()
    expect(calls).toEqual(['asked to quit with 1', 'gone'])
  })
})

describe('quitting', () => {
  test('asks nothing where no mail is on its way', () => {
    quit()
    expect(calls).toEqual(['gone'])
  })

  test('asks where mail is on its way, once, and stays where the person says so', async () => {
    connections = 2
    quit()
    quit()
    answer(false)
    await settled()
    expect(calls).toEqual(['asked to quit with 2'])
    closeWindow()
    expect(calls).toEqual(['asked to quit with 2', 'hidden'])
  })

  test('goes where the person says so, even while mail goes on', async () => {
    connections = 2
    quit()
    answer(true)
    await settled()
    expect(calls).toEqual(['asked to quit with 2', 'gone'])
  })

  test('shows a form that is not saved, and keeps it where the person says so', async () => {
    isFormChanged = true
    quit()
    expect(calls).toEqual(['shown', 'asked to leave'])
    answer(false)
    await settled()
    expect(calls).toEqual(['shown', 'asked to leave'])
    closeWindow()
    expect(calls.at(-1)).toBe('hidden')
  })

  test('loses a form that is not saved where the person says so', async () => {
    isFormChanged = true
    quit()
    answer(true)
    await settled()
    expect(calls).toEqual(['shown', 'asked to leave', 'destroyed', 'gone'])
  })

  test('asks for the mail anew after a form was kept', async () => {
    isFormChanged = true
    connections = 1
    quit()
    answer(true)
    await settled()
    answer(false)
    await settled()
    quit()
    expect(calls).toEqual(['asked to quit with 1', 'shown', 'asked to leave', 'asked to quit with 1'])
  })

  test('asks nothing once the end is on its way', () => {
    connections = 1
    neverAsk()
    quit()
    expect(calls).toEqual(['gone'])
  })
})
