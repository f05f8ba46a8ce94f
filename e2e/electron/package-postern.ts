import { cp, readFile } from 'node:fs/promises'
import path from 'node:path'
import { mustRun } from '../../main/testing/run-program.ts'

const project = path.resolve(import.meta.dirname, '../..')
const { POSTERN_E2E_ELECTRON: binary = path.join(project, 'node_modules/electron/dist/electron'), POSTERN_E2E_APP: application } =
  process.env

/**
 * Packages the built Postern into `folder` with the Electron that these tests have, and gives the absolute path of its executable. It has
 * no fuses: those would keep Playwright out, and Electron 9 has none to set.
 */
export const packagePostern = async (folder: string): Promise<string> => {
  const electron = path.dirname(binary)
  const version = (await readFile(path.join(electron, 'version'), 'utf8')).trim().replace(/^v/, '')
  // A lowered application holds no more than what an application under test needs to start.
  if (application !== undefined) await cp(path.join(project, 'out/icons'), path.join(application, 'out/icons'), { recursive: true })
  await mustRun(
    process.execPath,
    [
      ...['--import', 'tsx', 'build-tools/package/dist.ts', '--linux', '--dir', '--without-fuses'],
      ...[`-c.electronDist=${electron}`, `-c.electronVersion=${version}`, `-c.directories.output=${folder}`],
      ...(application === undefined ? [] : [`-c.directories.app=${application}`]),
    ],
    { cwd: project, timeoutMs: 180_000 },
  )
  return path.join(folder, 'linux-unpacked/postern')
}
