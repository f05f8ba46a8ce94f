import { describe, expect, test } from 'vitest'
import { createTranslate } from '../../../../words/translate.ts'
import type { AccountLine } from './account-lines.ts'
import { trayMenu, type MenuEntry } from './menu.ts'

const [en, nl] = [createTranslate('en'), createTranslate('nl')]

const line = (name: string, acts: AccountLine['acts'], words: string): AccountLine => ({
  accountId: `id of ${name}`,
  name,
  mark: 'idle',
  words,
  acts,
})
/** The menu as text. */
const read = (entries: readonly MenuEntry[]): readonly string[] =>
  entries.map((entry) => (entry.kind === 'line' ? '---' : entry.isEnabled ? entry.label : `(${entry.label})`))
const menu = (lines: readonly AccountLine[], t = en, platform: NodeJS.Platform = 'win32') => trayMenu(lines, { t, platform })
const actOf = (entries: readonly MenuEntry[], label: string) =>
  entries.flatMap((entry) => (entry.kind === 'act' && entry.label === label ? [entry.act] : []))[0]

describe('the menu', () => {
  test('without accounts offers the first one', () => {
    expect(read(menu([]))).toEqual(['Set up your first account', '---', 'Open Postern', 'Settings', '---', 'Quit Postern'])
  })

  test('has the state and the acts of each account', () => {
    const lines = [line('Work', ['disconnect'], 'connected'), line('Home', ['retry', 'disconnect'], 'trying again')]
    expect(read(menu(lines))).toEqual([
      ...['Work: connected', 'Disconnect Work', '---'],
      ...['Home: trying again', 'Retry now: Home', 'Disconnect Home', '---'],
      ...['(Connect all)', 'Disconnect all', '---'],
      ...['Open Postern', 'Settings', '---', 'Quit Postern'],
    ])
  })

  test('speaks Dutch', () => {
    expect(read(menu([line('Werk', ['connect'], 'gestopt')], nl))).toEqual([
      ...['Werk: gestopt', 'Verbinden met Werk', '---', 'Alles verbinden', '(Alles verbreken)', '---'],
      ...['Postern openen', 'Instellingen', '---', 'Postern stoppen'],
    ])
  })

  test('opens the window if only the person can help', () => {
    const lines = [line('Work', ['answer'], 'waits for your answer'), line('Home', ['look', 'disconnect'], 'waits for you')]
    expect(read(menu(lines)).slice(0, 6)).toEqual([
      ...['Work: waits for your answer', 'Answer for Work', '---'],
      ...['Home: waits for you', 'See what Home needs', 'Disconnect Home'],
    ])
  })

  test('has one entry for all accounts with the effect of each account’s entry', () => {
    const entries = menu([
      line('Work', ['connect'], 'stopped'),
      line('Home', ['disconnect'], 'connected'),
      line('Club', ['retry', 'disconnect'], 'trying again'),
    ])
    expect(actOf(entries, 'Connect all')).toEqual({ command: 'connect-all', accountIds: ['id of Work'] })
    expect(actOf(entries, 'Disconnect all')).toEqual({ command: 'disconnect-all', accountIds: ['id of Home', 'id of Club'] })
    expect(actOf(entries, 'Connect Work')).toEqual({ command: 'connect', accountId: 'id of Work' })
  })

  test.each([
    ['win32', 'Tom && Jerry: stopped'],
    ['linux', 'Tom && Jerry: stopped'],
    ['darwin', 'Tom & Jerry: stopped'],
  ] as const)('takes no ampersand of a name for an access key (%s)', (platform, label) => {
    expect(read(menu([line('Tom & Jerry', ['connect'], 'stopped')], en, platform))[0]).toBe(label)
  })
})
