import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { startProcess } from '../main/testing/started-process.ts'
import type { ClientSettings } from './mail-clients.ts'

/** fetchmail as its users run it: in daemon mode, asleep between two polls. */
export interface FetchmailDaemon {
  /** Wakes it for a poll (fetchmail(1), SIGUSR1). */
  readonly poll: () => void
  /** The subjects of the fetched messages, in the order of their arrival. */
  readonly subjects: () => Promise<readonly string[]>
  readonly log: () => string
  readonly stop: () => Promise<unknown>
}

/** Polls by POP3 once at its start, and then when it is woken. `delivery` is a command of sh(1) that comes before each message is written. */
export const startFetchmailDaemon = async (
  { port, user, password, folder }: ClientSettings,
  { delivery = 'true' }: { readonly delivery?: string } = {},
): Promise<FetchmailDaemon> => {
  const [config, taken] = [path.join(folder, 'fetchmailrc'), path.join(folder, 'taken')]
  await writeFile(taken, '')
  await writeFile(
    config,
    `poll 127.0.0.1 protocol POP3 port ${port} user "${user}" password "${password}" sslproto '' nokeep fetchall mda "${delivery}; cat >> ${taken}"\n`,
    { mode: 0o600 },
  )
  const daemon = await startProcess({
    program: 'fetchmail',
    args: [
      '-f',
      config,
      '--nosyslog',
      '--nodetach',
      '--verbose',
      '--daemon',
      '3600',
      '--pidfile',
      path.join(folder, 'fetchmail.pid'),
    ],
    logFile: path.join(folder, 'fetchmail.log'),
    env: { ...process.env, FETCHMAILHOME: folder },
    ready: (log) => log.includes('starting fetchmail'),
  })
  return {
    poll: () => process.kill(daemon.pid, 'SIGUSR1'),
    subjects: async () => [...(await readFile(taken, 'utf8')).matchAll(/^Subject: (.*?)\r?$/gm)].map(([, subject = '']) => subject),
    log: daemon.log,
    stop: daemon.stop,
  }
}
