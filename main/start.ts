import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { homedir } from 'node:os'
import path from 'node:path'
import { createTranslate } from '../words/translate.ts'
import { chooseLanguage } from '../words/language.ts'
import { dataFolder } from './data-folder/data-folder.ts'
import { electronPackage, electronProgram, otherFolder } from './electron-program.ts'
import { fetchElectron } from './fetch-electron.ts'
import { runPostern } from './run-postern.ts'
import { hasDesktop } from './shells/cli/window/has-desktop.ts'
import { readLanguageSetting } from './shells/cli/language-setting.ts'

// `npm start`: Postern's window in Electron, which is fetched if it is missing, or else in a browser.

const { env, platform } = process

/** Runs the built application in Electron until it ends, and returns its exit code. */
const runElectron = async (program: string): Promise<number> => {
  const child = spawn(program, [path.resolve(import.meta.dirname, '../..')], {
    stdio: 'inherit',
    env: { ...env, ELECTRON_RUN_AS_NODE: undefined },
  })
  // A terminal sends Ctrl+C to both processes, and this one waits for the end of the other. Signals to this process alone are passed on.
  process.on('SIGINT', () => undefined)
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  const [code] = (await once(child, 'exit')) as [number | null]
  return code ?? 1
}

const { setting } = await readLanguageSetting(dataFolder({ platform, env, home: homedir() }))
const t = createTranslate(chooseLanguage(setting, env, Intl.DateTimeFormat().resolvedOptions().locale))
const say = (line: string): void => void process.stderr.write(`${line}\n`)

const runBrowser = async (reason: string): Promise<number> => {
  say(reason)
  return await runPostern(['web'], import.meta.dirname)
}

const run = async (): Promise<number> => {
  if (!hasDesktop(process)) return await runBrowser(t('start.noDesktop'))
  const program = electronProgram(env)
  if (program !== undefined) return await runElectron(program)
  const folder = electronPackage()
  if (folder === undefined || otherFolder(env) !== undefined) return await runBrowser(t('start.noElectron'))
  say(t('start.fetchingElectron'))
  await fetchElectron(folder)
  const fetched = electronProgram(env)
  return fetched === undefined ? await runBrowser(t('start.notFetched')) : await runElectron(fetched)
}

process.exitCode = await run()
