import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { electronPackage, electronProgram } from '../../main/electron-program.ts'
import { fetchElectron } from '../../main/fetch-electron.ts'
import { checkFuses } from './check-fuses.ts'

// `npm run dist [-- OPTIONS]`: packages the output of `npm run build` with electron-builder, accepts its options (`--dir` makes only the
// folder, `--win nsis` one target), and reads the fuses back. POSTERN_UPDATE_URL names the place on the web that updates will be fetched
// from.

const { env, execPath } = process
const options = process.argv.slice(2)

const valueOf = (name: string): string | undefined =>
  options.find((option) => option.startsWith(`${name}=`))?.slice(name.length + 1)

/** Whether Electron is on this computer or can be downloaded. Without it, electron-builder fails after a minute, with a stack trace. */
const haveElectron = async (): Promise<boolean> => {
  if (valueOf('-c.electronDist') !== undefined || electronProgram(env) !== undefined) return true
  const folder = electronPackage()
  if (folder === undefined) return false
  await fetchElectron(folder)
  return electronProgram(env) !== undefined
}

/** Runs electron-builder with the options; its output goes to ours. Returns its exit code. */
const runElectronBuilder = async (): Promise<number> => {
  const feed = env['POSTERN_UPDATE_URL'] ?? ''
  const args = [
    ...(feed === '' ? [] : ['-c.publish.provider=generic', `-c.publish.url=${feed}`]),
    ...['--publish', 'never', ...options],
  ]
  const program = createRequire(import.meta.url).resolve('electron-builder/cli.js')
  const child = spawn(execPath, [program, ...args], { stdio: 'inherit' })
  const [code] = (await once(child, 'exit')) as [number | null]
  return code ?? 1
}

/** Prints the reason and exits with 1. */
const fail = (...lines: readonly string[]): void => {
  process.stderr.write(lines.map((line) => `${line}\n`).join(''))
  process.exitCode = 1
}

if (!(await haveElectron()))
  fail(
    'Electron could not be fetched from GitHub, and without it there is nothing to package Postern with. Name a mirror by ELECTRON_MIRROR, or a folder that holds Electron by -c.electronDist=FOLDER.',
  )
else {
  const code = await runElectronBuilder()
  if (code !== 0) process.exitCode = code
  else {
    const faults = await checkFuses(valueOf('-c.directories.output') ?? 'dist')
    if (faults.length > 0) fail('The fuses are not as they should be:', ...faults)
    else process.stdout.write('every fuse stands as it should\n')
  }
}
