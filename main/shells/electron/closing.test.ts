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

/** Calls the listeners of an event, and returns whether one of them prevented it. */
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
    webContents,
    close,
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
/** The effects of an answer happen before the next turn of the event loop. */
const settled = (): Promise<void> => nextTurn()

beforeEach(() => {
  calls = []
  connections = 0
  isFormChanged = false
  begin(true)
})

describe('closing the window', () => {
  test('hides it if there is a tray, whatever it contains', () => {
    isFormChanged = true
    connections = 1
    closeWindow()
    expect(calls).toEqual(['hidden'])
  })

  test('quits without a tray', async () => {
    begin(false)
    closeWindow()
    await settled()
    expect(calls).toEqual(['gone'])
  })

  test('asks first without a tray while mail is in transfer', async () => {
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
  test('asks nothing while no mail is in transfer', () => {
    quit()
    expect(calls).toEqual(['gone'])
  })

  test('asks once while mail is in transfer, and stays if the person chooses so', async () => {
    connections = 2
    quit()
    quit()
    answer(false)
    await settled()
    expect(calls).toEqual(['asked to quit with 2'])
    closeWindow()
    expect(calls).toEqual(['asked to quit with 2', 'hidden'])
  })

  test('quits if the person chooses so, even while mail is in transfer', async () => {
    connections = 2
    quit()
    answer(true)
    await settled()
    expect(calls).toEqual(['asked to quit with 2', 'gone'])
  })

  test('shows a form that is not saved, and keeps it if the person chooses so', async () => {
    isFormChanged = true
    quit()
    expect(calls).toEqual(['shown', 'asked to leave'])
    answer(false)
    await settled()
    expect(calls).toEqual(['shown', 'asked to leave'])
    closeWindow()
    expect(calls.at(-1)).toBe('hidden')
  })

  test('discards a form that is not saved if the person chooses so', async () => {
    isFormChanged = true
    quit()
    answer(true)
    await settled()
    expect(calls).toEqual(['shown', 'asked to leave', 'destroyed', 'gone'])
  })

  test('asks about the mail again after a form was kept', async () => {
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

  test('asks nothing after the end has begun', () => {
    connections = 1
    neverAsk()
    quit()
    expect(calls).toEqual(['gone'])
  })
})
