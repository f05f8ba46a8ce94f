import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses'
import { FuseState, SENTINEL } from '@electron/fuses/dist/constants.js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeTemporaryFolder, type TemporaryFolder } from '../../main/testing/temporary-folder.ts'
import { checkFuses } from './check-fuses.ts'
import { wantedFuses, wrongFuses } from './fuses.ts'

// Not every machine has Electron's own executable. The fuses are bytes behind a marker, so a file with this marker is flipped and read by
// the same calls.

let folder: TemporaryFolder
let program: string

beforeEach(async () => {
  folder = await makeTemporaryFolder('fuses')
  program = path.join(folder.path, 'linux-unpacked/postern')
  await mkdir(path.dirname(program))
})
afterEach(() => folder.remove())

/** The fuses of a released Electron: a wire of version 1, with each fuse at the default of Electron's documentation. */
const writeElectron = (wire = '10110001'): Promise<void> =>
  writeFile(program, Buffer.concat([Buffer.from(`\x7fELF…${SENTINEL}`), Buffer.from([1, wire.length]), Buffer.from(`${wire}…`)]))

const flip = (fuses: Partial<Record<keyof typeof FuseV1Options, boolean>>): Promise<number> =>
  flipFuses(program, {
    version: FuseVersion.V1,
    ...Object.fromEntries(Object.entries(fuses).map(([fuse, isOn]) => [FuseV1Options[fuse as keyof typeof FuseV1Options], isOn])),
  })

describe('the fuses of a packaged Postern', () => {
  it('are right if each has the wanted value', async () => {
    await writeElectron()
    await flip(wantedFuses)
    expect(await wrongFuses(program)).toEqual([])
    expect(await checkFuses(folder.path)).toEqual([])
  })

  it.each(Object.entries(wantedFuses))('are wrong if %s is not %s', async (fuse, wanted) => {
    await writeElectron()
    await flip({ ...wantedFuses, [fuse]: !wanted })
    const fault = `${fuse} is ${wanted ? 'off' : 'on'}, and is to be ${wanted ? 'on' : 'off'}`
    expect(await wrongFuses(program)).toEqual([fault])
    expect(await checkFuses(folder.path)).toEqual([`${program}: ${fault}`])
  })

  it('are wrong if nobody flipped them', async () => {
    await writeElectron()
    expect(await wrongFuses(program)).toHaveLength(6)
  })

  it('are wrong if the Electron has removed a fuse, or never had it', async () => {
    await writeElectron(`${String.fromCharCode(FuseState.REMOVED)}0001`)
    expect(await wrongFuses(program)).toEqual([
      'RunAsNode is removed, and is to be off',
      'OnlyLoadAppFromAsar is not there, and is to be on',
      'LoadBrowserProcessSpecificV8Snapshot is not there, and is to be off',
      'GrantFileProtocolExtraPrivileges is not there, and is to be off',
    ])
  })

  it('are wrong if there are no fuses, as in an Electron before 12', async () => {
    await writeFile(program, '\x7fELF')
    expect(await checkFuses(folder.path)).toEqual([expect.stringContaining('Could not find sentinel')])
  })

  it('are wrong if nothing was packaged', async () => {
    expect(await checkFuses(folder.path)).toEqual([`there is no packaged Postern in ${folder.path}`])
  })

  it('are the ones that electron-builder.yml sets', async () => {
    const told = await readFile(path.join(import.meta.dirname, '../../electron-builder.yml'), 'utf8')
    const [, block = ''] = /^electronFuses:\n((?: .*\n)+)/mu.exec(told) ?? []
    const set = [...block.matchAll(/^ {2}(\w+): (true|false)$/gmu)].map(([, name, value]) => [name, value === 'true'])
    const named = Object.entries(wantedFuses).map(([fuse, isOn]) => [`${fuse.charAt(0).toLowerCase()}${fuse.slice(1)}`, isOn])
    expect(Object.fromEntries(set)).toEqual(Object.fromEntries(named))
  })
})
