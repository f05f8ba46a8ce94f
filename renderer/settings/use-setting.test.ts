// @vitest-environment jsdom
import { act } from 'react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { SettingsSchema } from '../../contract/settings.ts'
import { useWindowStore } from '../state/window-state.ts'
import { holdCalls } from '../testing/fake-postern.ts'
import { renderHook } from '../testing/render-hook.ts'
import { useSetting } from './use-setting.ts'

const settings = SettingsSchema.parse({})
const failure = { code: 'keychain-locked' } as const

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  useWindowStore.setState({ phase: 'ready', settings })
})
afterEach(() => vi.useRealTimers())

const setUp = () => {
  const calls = holdCalls('changeSettings')
  const { result } = renderHook(() => useSetting('theme'), undefined)
  const change = async (theme: 'system' | 'light' | 'dark'): Promise<{ readonly outcome: Promise<boolean> }> =>
    await act(() => Promise.resolve({ outcome: result().change(theme) }))
  return { calls, result, change }
}

test('a setting that was changed is shown as saved for two seconds', async () => {
  const { calls, result, change } = setUp()
  const { outcome } = await change('dark')
  expect(calls.map(({ input }) => input)).toEqual([{ change: { theme: 'dark' } }])
  expect(result()).toMatchObject({ value: 'system', isBusy: true, isSaved: false })
  await calls[0]!.answer({ ...settings, theme: 'dark' })
  expect(await outcome).toBe(true)
  expect(result()).toMatchObject({ isBusy: false, isSaved: true, failure: undefined })
  act(() => void vi.advanceTimersByTime(1999))
  expect(result().isSaved).toBe(true)
  act(() => void vi.advanceTimersByTime(1))
  expect(result().isSaved).toBe(false)
})

test('a setting that main cannot save stays as it was, with the failure', async () => {
  const { calls, result, change } = setUp()
  const { outcome } = await change('dark')
  await calls[0]!.refuse(failure)
  expect(await outcome).toBe(false)
  expect(result()).toMatchObject({ value: 'system', isBusy: false, isSaved: false, failure })
})

test('the present value of a setting is not sent', async () => {
  const { calls, change } = setUp()
  expect(await (await change('system')).outcome).toBe(true)
  expect(calls).toEqual([])
})

test('a setting is not shown as saved while another change of it is not answered', async () => {
  const { calls, result, change } = setUp()
  await change('dark')
  await calls[0]!.answer({ ...settings, theme: 'dark' })
  await change('light')
  expect(result()).toMatchObject({ isBusy: true, isSaved: false })
})
