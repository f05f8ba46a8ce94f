import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses'
import { FuseState, SENTINEL } from '@electron/fuses/dist/constants.js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeTemporaryFolder, type TemporaryFolder } from '../../main/testing/temporary-folder.ts'
import { checkFuses } from './check-fuses.ts'
import { wantedFuses, wrongFuses } from './fuses.ts'

// Electron's own executable cannot be had everywhere, and its fuses are bytes behind a mark: a file that holds that mark is flipped and read
// by the same calls.

let folder: TemporaryFolder
let program: string

beforeEach(async () => {
  folder = await makeTemporaryFolder('fuses')
  program = path.join(folder.path, 'linux-unpacked/postern')
  await mkdir(path.dirname(program))
})
afterEach(() => folder.remove())

/** As Electron is released: a wire of version 1, with each fuse as Electron's own documentation gives it. */
const writeElectron = (wire = '10110001'): Promise<void> =>
  writeFile(program, Buffer.concat([Buffer.from(`\x7fELF…${SENTINEL}`), Buffer.from([1, wire.length]), Buffer.from(`${wire}…`)]))

const flip = (fuses: Partial<Record<keyof typeof FuseV1Options, boolean>>): Promise<number> =>
  flipFuses(program, {
    version: FuseVersion.V1,
    ...Object.fromEntries(Object.entries(fuses).map(([fuse, isOn]) => [FuseV1Options[fuse as keyof typeof FuseV1Options], isOn])),
  })

describe('the fuses of a packaged Postern', () => {
  it('are well where each stands as it is wanted', async () => {
    await writeElectron()
    await flip(wantedFuses)
    expect(await wrongFuses(program)).toEqual([])
    expect(await checkFuses(folder.path)).toEqual([])
  })

  it.each(Object.entries(wantedFuses))('are not where %s is not %s', async (fuse, wanted) => {
    await writeElectron()
    await flip({ ...wantedFuses, [fuse]: !wanted })
    const fault = `${fuse} is ${wanted ? 'off' : 'on'}, and is to be ${wanted ? 'on' : 'off'}`
    expect(await wrongFuses(program)).toEqual([fault])
    expect(await checkFuses(folder.path)).toEqual([`${program}: ${fault}`])
  })

  it('are not where nobody flipped them', async () => {
    await writeElectron()
    expect(await wrongFuses(program)).toHaveLength(6)
  })

  it('are not where the Electron is one that has taken a fuse away, or has never had it', async () => {
    await writeElectron(`${String.fromCharCode(FuseState.REMOVED)}0001`)
    expect(await wrongFuses(program)).toEqual([
      'RunAsNode is removed, and is to be off',
      'OnlyLoadAppFromAsar is not there, and is to be on',
      'LoadBrowserProcessSpecificV8Snapshot is not there, and is to be off',
      'GrantFileProtocolExtraPrivileges is not there, and is to be off',
    ])
  })

  it('are not where there are none, as in an Electron before 12', async () => {
    await writeFile(program, '\x7fELF')
    expect(await checkFuses(folder.path)).toEqual([expect.stringContaining('Could not find sentinel')])
  })

  it('are not where nothing was packaged', async () => {
    expect(await checkFuses(folder.path)).toEqual([`there is no packaged Postern in ${folder.path}`])
  })

  it('are what electron-builder is told to set', async () => {
    const told = await readFile(path.join(import.meta.dirname, '../../electron-builder.yml'), 'utf8')
    const [, block = ''] = /^electronFuses:\n((?: .*\n)+)/mu.exec(told) ?? []
    const set = [...block.matchAll(/^ {2}(\w+): (true|false)$/gmu)].map(([, name, value]) => [name, value === 'true'])
    const named = Object.entries(wantedFuses).map(([fuse, isOn]) => [`${fuse.charAt(0).toLowerCase()}${fuse.slice(1)}`, isOn])
    expect(Object.fromEntries(set)).toEqual(Object.fromEntries(named))
  })
})
