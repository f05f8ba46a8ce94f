import type { Command } from 'commander'
import { failureOf, FailureError, type Failure } from '../../../../contract/failure.ts'
import { readyWithinMs } from '../../../control/control-message.ts'
import { untilReady } from '../../../control/until-ready.ts'
import type { Core } from '../../../core.ts'
import type { Cli } from '../cli.ts'
import { engineParent, type EngineParent } from './engine-parent.ts'
import { lingerOption } from '../options.ts'
import { stopSignals } from './stop-signals.ts'

/** The background process of `up --linger`. No help names this command, because a person does not type it. */
export const addEngine = (parent: Command, cli: Cli): void => {
  parent
    .command('engine', { hidden: true })
    .argument('<account>')
    .requiredOption('--linger <seconds>')
    .action(async (accountId: string, { linger }: { readonly linger: string }) => {
      const starter = engineParent(process)
      if (starter === undefined)
        throw new FailureError({ code: 'input-invalid', field: 'engine', value: accountId, reason: 'value' })
      await runEngine(cli, starter, { accountId, lingerSeconds: lingerOption('--linger')(linger) })
    })
}

/**
 * Runs one tunnel until its linger ends, another process disconnects it, it needs a person, or a signal arrives. Before the tunnel is ready,
 * the end of the command that started this process ends it too.
 */
const runEngine = async (
  cli: Cli,
  starter: EngineParent,
  { accountId, lingerSeconds }: { readonly accountId: string; readonly lingerSeconds: number | null },
): Promise<void> => {
  try {
    await cli.withCore({ ask: starter.ask }, async (core) => {
      const signals = stopSignals(process, cli.interrupted, () => undefined)
      const ended = tunnelEnded(core, accountId, signals.signal)
      try {
        const forwards = await untilReady({
          account: await core.accounts.find(accountId),
          tunnels: core.tunnels,
          events: core.events,
          lingerSeconds,
          signal: AbortSignal.any([signals.signal, starter.gone]),
          withinMs: readyWithinMs,
        })
        if (forwards === undefined) return
        await starter.sendAndDisconnect({ kind: 'ready', forwards })
        await ended
      } finally {
        signals.release()
      }
    })
  } catch (error) {
    await starter.sendAndDisconnect({ kind: 'failed', failure: failureToReport(error) })
    throw error
  }
}

const tunnelEnded = ({ events }: Pick<Core, 'events'>, account: string, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true })
    events.on('TunnelStateChanged', ({ accountId, state }) => {
      if (accountId === account && (state.name === 'stopped' || state.name === 'blocked')) resolve()
    })
  })

const failureToReport = (error: unknown): Failure =>
  failureOf(error) ?? { code: 'program-fault', said: error instanceof Error ? error.message : String(error) }
