import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { mustRun } from '../../main/testing/run-program.ts'

const project = path.resolve(import.meta.dirname, '../..')
const { POSTERN_E2E_ELECTRON: binary = path.join(project, 'node_modules/electron/dist/electron') } = process.env

/** Packages the built Postern into `folder` with the Electron of these tests, and returns the absolute path of its executable. */
export const packagePostern = async (folder: string): Promise<string> => {
  const electron = path.dirname(binary)
  const version = (await readFile(path.join(electron, 'version'), 'utf8')).trim().replace(/^v/, '')
  await mustRun(
    process.execPath,
    [
      ...['--import', 'tsx', 'build-tools/package/dist.ts', '--linux', '--dir'],
      ...[`-c.electronDist=${electron}`, `-c.electronVersion=${version}`, `-c.directories.output=${folder}`],
    ],
    { cwd: project, timeoutMs: 180_000 },
  )
  return path.join(folder, 'linux-unpacked/postern')
}
