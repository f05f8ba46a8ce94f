import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { runProgram, mustRun } from './run-program.ts'
import { startProcess } from './started-process.ts'
import { makeTemporaryFolder } from './temporary-folder.ts'

export const keyringComponents = ['dbus-daemon', 'dbus-send', 'gnome-keyring-daemon'] as const

/** A D-Bus session of the test's own with a real gnome-keyring on it, which serves the Secret Service. */
export interface Keyring {
  /** The environment for a child, or for `Object.assign(process.env, …)` before the keychain is first used. */
  readonly env: NodeJS.ProcessEnv
  /** Locks the log-in collection, as a screen lock can. Nobody answers the unlock prompt. */
  readonly lock: () => Promise<void>
  readonly stop: () => Promise<void>
}

/** Returns a process environment without a D-Bus session. */
export const environmentWithoutKeyring = (): NodeJS.ProcessEnv => ({
  ...process.env,
  // An address that cannot be reached: an empty one would let libdbus start a bus by itself.
  DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent/bus',
  XDG_RUNTIME_DIR: '/nonexistent',
  DISPLAY: undefined,
})

/** Starts a bus and an unlocked keyring; see `keyringComponents` for what it needs. */
export const startKeyring = async (): Promise<Keyring> => {
  const temporary = await makeTemporaryFolder('keyring')
  const at = (name: string): string => path.join(temporary.path, name)
  for (const name of ['run', 'share', 'cache']) await mkdir(at(name), { mode: 0o700 })
  const address = `unix:path=${at('bus')}`
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    DBUS_SESSION_BUS_ADDRESS: address,
    XDG_RUNTIME_DIR: at('run'),
    XDG_DATA_HOME: at('share'),
    XDG_CACHE_HOME: at('cache'),
    DISPLAY: undefined,
  }
  const busConfig = at('bus.conf')
  // No service directories, so that no service of the machine is started on this bus, above all no prompt that waits for a person.
  await writeFile(
    busConfig,
    `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>${address}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`,
  )
  const call = (service: string, object: string, ...what: readonly string[]) =>
    runProgram('dbus-send', ['--session', '--print-reply', `--dest=${service}`, object, ...what], { env })

  const bus = await startProcess({
    program: 'dbus-daemon',
    args: ['--nofork', '--nopidfile', `--config-file=${busConfig}`],
    logFile: at('bus.log'),
    env,
    ready: async () => (await call('org.freedesktop.DBus', '/', 'org.freedesktop.DBus.GetId')).code === 0,
  })
  const hasOwner = ['org.freedesktop.DBus.NameHasOwner', 'string:org.freedesktop.secrets']
  const daemon = await startProcess({
    program: 'gnome-keyring-daemon',
    // With --unlock it makes a log-in collection with the password on stdin, and unlocks it.
    args: ['--foreground', '--unlock', '--components=secrets'],
    logFile: at('keyring.log'),
    env,
    stdin: 'keyring-password',
    ready: async () => (await call('org.freedesktop.DBus', '/', ...hasOwner)).stdout.includes('boolean true'),
  })
  return {
    env,
    lock: async () => {
      const collections = 'array:objpath:/org/freedesktop/secrets/collection/login'
      const lock = ['/org/freedesktop/secrets', 'org.freedesktop.Secret.Service.Lock', collections]
      await mustRun('dbus-send', ['--session', '--print-reply', '--dest=org.freedesktop.secrets', ...lock], { env })
    },
    stop: async () => {
      await daemon.stop()
      await bus.stop()
      await temporary.remove()
    },
  }
}
