import { EventEmitter } from 'node:events'
import type { App } from 'electron'
import { beforeEach, expect, test } from 'vitest'
import { closeBeforeQuitting } from './quit.ts'

let app: EventEmitter
let signals: EventEmitter
let told: string[]
let endNow: () => void
let end: { readonly resolve: () => void; readonly reject: (error: Error) => void }

/** Quits like Electron: emits an event first, and quits if no listener prevents it. */
const quit = (): void => {
  const event = { preventDefault: () => void (outcome = 'asked to wait') }
  let outcome = 'gone'
  app.emit('will-quit', event)
  told.push(outcome)
}

beforeEach(() => {
  app = new EventEmitter()
  signals = new EventEmitter()
  told = []
  const closing = new Promise<void>((resolve, reject) => {
    end = { resolve, reject }
  })
  endNow = closeBeforeQuitting({
    app: Object.assign(app, { quit, exit: (code: number) => void told.push(`gone with ${code}`) }) as unknown as App,
    process: signals as unknown as NodeJS.Process,
    close: () => {
      told.push('close')
      return closing
    },
    longestMs: 50,
  })
})

const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => setImmediate(resolve))
}

test('the core is closed before the program ends', async () => {
  app.emit('window-all-closed')
  expect(told).toEqual(['close', 'asked to wait'])
  end.resolve()
  await settled()
  expect(told).toEqual(['close', 'asked to wait', 'gone'])
})

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'])('%s asks no window, and again changes nothing', async (signal) => {
  signals.emit(signal)
  signals.emit(signal)
  expect(told).toEqual(['close'])
  end.resolve()
  await settled()
  expect(told).toEqual(['close', 'gone with 0'])
})

test('a signal while it quits does not end it before the core is closed', async () => {
  quit()
  signals.emit('SIGTERM')
  expect(told).toEqual(['close', 'asked to wait'])
  end.resolve()
  await settled()
  expect(told).toEqual(['close', 'asked to wait', 'gone'])
})

test('a failure to close the core does not stop the quit', async () => {
  quit()
  end.reject(new Error('disk full'))
  await settled()
  expect(told.at(-1)).toBe('gone')
})

test('a core that does not close does not stop the quit', async () => {
  endNow()
  expect(told).toEqual(['close'])
  await expect.poll(() => told).toEqual(['close', 'gone with 0'])
})
