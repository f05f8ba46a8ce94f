import { app } from 'electron'

const flushed = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise((resolve) => {
    stream.write('', () => {
      resolve()
    })
  })

/**
 * Runs the command `postern` in Electron's main process and ends the process with its exit code: no window, no place in the Dock, no claim of
 * the data folder. Awaited before the module of main has ended, it comes before Electron touches a display, so that it works without one.
 */
export const runCommand = async (command: () => Promise<number>): Promise<void> => {
  app.dock?.hide()
  const exitCode = await command()
  // Windows writes to a pipe in its own time, and Electron does not wait for it.
  await Promise.all([flushed(process.stdout), flushed(process.stderr)])
  app.exit(exitCode)
}
