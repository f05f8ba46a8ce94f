import type { Command } from 'commander'
import { openAdmitOwnUser } from '../../../tunnels/admit-own-user.ts'
import type { Cli } from '../cli.ts'
import { hasDesktop } from './has-desktop.ts'
import { addExamples } from '../help/help.ts'
import { portOption } from '../options.ts'
import { stopSignals } from '../connect/stop-signals.ts'

interface Options {
  readonly port?: number
  readonly open: boolean
  readonly json?: true
}

export const addWeb = (parent: Command, cli: Cli): void => {
  const { t } = cli
  const command = parent
    .command('web')
    .description(t('cli.web.about'))
    .option('--port <n>', t('cli.option.webPort'), portOption('--port'))
    .option('--no-open', t('cli.option.noOpen'))
    .option('--json', t('cli.option.jsonAddress'))
  addExamples(command, t, [
    [t('cli.web.example.plain'), 'postern web'],
    [t('cli.web.example.remote'), 'ssh -t -L 8110:127.0.0.1:8110 bob@server postern web --port 8110 --no-open'],
  ])
  command.action((options: Options) => web(cli, options))
}

const web = async (cli: Cli, { port = 0, open, json }: Options): Promise<void> => {
  const { t, language, screen, dataDir } = cli
  const { composeWindow } = await import('../../../window/compose-window.ts')
  const service = await composeWindow({ dataDir })
  try {
    const admitPeer = await openAdmitOwnUser()
    const window = await cli.startWindow({ service, port, admitPeer, language, t })
    const stop = stopSignals(process, cli.interrupted, () => {
      if (json !== true) screen.err(t('cli.up.stopping'))
    })
    try {
      const stopped = new Promise<void>((resolve) => stop.signal.addEventListener('abort', () => resolve(), { once: true }))
      if (json === true) screen.out(JSON.stringify({ event: 'listening', url: window.url }))
      else screen.out(t('cli.web.ready'), `  ${window.url}`, screen.outStyle('quiet', t('cli.web.howToStop')))
      if (open && hasDesktop(process)) await openBrowser(cli, window.url)
      await stopped
    } finally {
      stop.release()
      await window.close()
    }
  } finally {
    await service.close()
  }
}

/** Opens the browser. The address is on the screen already, so a failure to start a browser is only a notice. */
const openBrowser = async ({ t, screen }: Cli, url: string): Promise<void> => {
  const { default: open } = await import('open')
  await open(url).catch(() => screen.err(screen.errStyle('wait', t('cli.web.notOpened'))))
}
