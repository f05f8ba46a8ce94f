import { app } from 'electron'

const flushed = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise((resolve) => {
    stream.write('', () => {
      resolve()
    })
  })

/**
 * Runs the command `postern` in Electron's main process and ends the process with its exit code: without a window, a place in the Dock or a
 * claim of the data folder. The module of main awaits it, so it runs before Electron opens a display, and works without one.
 */
export const runCommand = async (command: () => Promise<number>): Promise<void> => {
  app.dock?.hide()
  const exitCode = await command()
  // On Windows writes to a pipe are asynchronous, and Electron does not wait for them.
  await Promise.all([flushed(process.stdout), flushed(process.stderr)])
  app.exit(exitCode)
}
