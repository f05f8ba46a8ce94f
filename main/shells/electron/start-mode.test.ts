import { describe, expect, it } from 'vitest'
import { ownCommand, startMode, type StartMode } from './start-mode.ts'

const program = '/opt/Postern/postern'
const command = (...args: readonly string[]): StartMode => ({ mode: 'command', args })

describe('the purpose of a start of the packaged Postern', () => {
  const cases: readonly (readonly [args: readonly string[], StartMode])[] = [
    [[], { mode: 'window' }],
    [['--hidden'], { mode: 'hidden' }],
    [['--no-sandbox', '--hidden'], { mode: 'hidden' }],
    [['--no-sandbox', '--ozone-platform=wayland'], { mode: 'window' }],
    [['-psn_0_12345'], { mode: 'window' }],
    [['--updated'], { mode: 'window' }],
    [['up', 'work'], command('up', 'work')],
    [['--no-sandbox', 'up', 'work', '--linger', '5'], command('up', 'work', '--linger', '5')],
    [['--version'], command('--version')],
    [['--no-sandbox', '-V'], command('-V')],
    [['--help'], command('--help')],
    [['-h'], command('-h')],
    [['help', 'up'], command('help', 'up')],
    [['--verbose', 'up', 'work'], command('--verbose', 'up', 'work')],
    [['--disable-gpu', '--debug', 'status', '--json'], command('--debug', 'status', '--json')],
    [['--verbose'], { mode: 'window' }],
    [['up', '--hidden'], command('up', '--hidden')],
    [['statsu'], command('statsu')],
  ]

  it.each(cases)('%j', (args, mode) => {
    expect(startMode([program, ...args], undefined)).toEqual(mode)
  })
})

describe('the purpose of a start of Electron on the application', () => {
  const folder = '/home/bob/postern'
  const cases: readonly (readonly [args: readonly string[], StartMode])[] = [
    [[folder], { mode: 'window' }],
    [[`${folder}/`], { mode: 'window' }],
    [['-r', '/tests/say-when-loaded.cjs', '--no-sandbox', folder], { mode: 'window' }],
    [['--hidden', '--no-sandbox', folder], { mode: 'hidden' }],
    [[folder, '--hidden'], { mode: 'hidden' }],
    [['--no-sandbox', folder, 'up', 'work'], command('up', 'work')],
    [[folder, '--version'], command('--version')],
    [['--version', folder], { mode: 'window' }],
    [['/some/other/file.js'], { mode: 'window' }],
  ]

  it.each(cases)('%j', (args, mode) => {
    expect(startMode(['/usr/lib/electron/electron', ...args], folder)).toEqual(mode)
  })
})

describe('the command by which Postern starts itself', () => {
  const packaged = { argv: [program, 'up', 'work'], execPath: program, appFolder: undefined, appImage: undefined }

  it('is its own executable where it is packaged', () => {
    expect(ownCommand(packaged)).toEqual([program])
  })

  it('is the file of the AppImage, whose mount is gone when it ends', () => {
    expect(ownCommand({ ...packaged, execPath: '/tmp/.mount_Poste/postern', appImage: '/home/bob/Postern.AppImage' })).toEqual([
      '/home/bob/Postern.AppImage',
    ])
  })

  it('is Electron on the application where it is not packaged', () => {
    expect(ownCommand({ ...packaged, execPath: '/usr/lib/electron/electron', appFolder: '/home/bob/postern' })).toEqual([
      '/usr/lib/electron/electron',
      '/home/bob/postern',
    ])
  })

  it('has no sandbox if this one has none, and passes on no other switch', () => {
    expect(ownCommand({ ...packaged, argv: [program, '--no-sandbox', '--hidden', '--disable-gpu', 'up', 'work'] })).toEqual([
      program,
      '--no-sandbox',
    ])
  })
})
