import { homedir } from 'node:os'
import path from 'node:path'
import { dataFolder } from './data-folder/data-folder.ts'
import type { OwnProgram } from './shells/cli/window/own-program.ts'
import { run } from './shells/cli/run.ts'

/** Node with the built entry of the command: how `postern` is started again where it runs on Node. */
const nodeWithEntry = (entryFolder: string): OwnProgram => ({
  program: process.execPath,
  args: [path.join(entryFolder, 'postern.js')],
})

/**
 * Runs the command `postern` in this process to its end, and returns the exit code. `entryFolder` is the absolute path of the folder that the
 * built entry lies in. `ownProgram` is how this program is started again, where that is not Node.
 */
export const runPostern = async (
  args: readonly string[],
  entryFolder: string,
  ownProgram: OwnProgram = nodeWithEntry(entryFolder),
): Promise<number> => {
  // A reader that has seen enough (`postern key list | head -1`) closes the pipe; that is no fault.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0)
    throw error
  })
  const { env, platform } = process
  // SECURITY: what Postern makes is the person's alone, whatever the shell's umask says.
  process.umask(0o077)
  return await run({
    args,
    process,
    dataDir: dataFolder({ platform, env, home: homedir() }),
    ownProgram,
    // A shell knows no other shell: the command gets its window from here, and loads it when it is asked for.
    startWindow: async (options) => {
      const { startBrowserShell } = await import('./shells/browser/start-browser-shell.ts')
      return await startBrowserShell({ ...options, windowFolder: path.join(entryFolder, '../renderer') })
    },
  })
}
