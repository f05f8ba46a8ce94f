import { homedir } from 'node:os'
import path from 'node:path'
import { dataFolder } from './data-folder/data-folder.ts'
import { growHeapFreely } from './heap-growth.ts'
import type { OwnProgram } from './shells/cli/window/own-program.ts'
import { run } from './shells/cli/run.ts'

/** Node with the built entry of the command, which starts `postern` again if it runs on Node. */
const nodeWithEntry = (entryFolder: string): OwnProgram => ({
  program: process.execPath,
  args: [path.join(entryFolder, 'postern.js')],
})

/**
 * Runs the command `postern` in this process to its end, and returns the exit code. `entryFolder` is the absolute path of the folder with the
 * built entry. `ownProgram` starts this program again, if that is not Node.
 */
export const runPostern = async (
  args: readonly string[],
  entryFolder: string,
  ownProgram: OwnProgram = nodeWithEntry(entryFolder),
): Promise<number> => {
  // A reader that needs no more (`postern key list | head -1`) closes the pipe, which is no fault.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0)
    throw error
  })
  growHeapFreely()
  const { env, platform } = process
  // SECURITY: only the person can read the files that Postern creates, whatever the shell's umask is.
  process.umask(0o077)
  return await run({
    args,
    process,
    dataDir: dataFolder({ platform, env, home: homedir() }),
    ownProgram,
    // A shell must not import another shell, so the command gets its window from here, and loads it on demand.
    startWindow: async (options) => {
      const { startBrowserShell } = await import('./shells/browser/start-browser-shell.ts')
      return await startBrowserShell({ ...options, windowFolder: path.join(entryFolder, '../renderer') })
    },
  })
}
