import type { Account } from '../../../../contract/account.ts'
import type { TunnelEvents } from '../../../../contract/events.ts'
import type { Failure } from '../../../../contract/failure.ts'
import type { ForwardStatus } from '../../../../contract/tunnel-state.ts'
import type { Translate } from '../../../../words/translate.ts'
import type { Cli } from '../cli.ts'
import { failureWords } from '../failure-words.ts'
import { forwardName, forwardRoute } from '../../../../words/forward-words.ts'
import type { UpReporter } from './run-tunnel.ts'
import { stateLook, stateWords } from '../../../../words/state-words.ts'
import { formatPairs } from '../table.ts'

/** Reports the events of a tunnel in words: answers on stdout, failures with their next step on stderr. */
export const wordReporter = (cli: Cli, account: Account): UpReporter => {
  const { t, language, screen } = cli
  const server = `${account.user}@${account.host}:${account.port}`
  const isOnFirstUse = account.connect === 'on-first-use'
  let wasReady = false

  const sayFailure = (failure: Failure): void => {
    const { message, next } = failureWords(t, failure)
    screen.err(screen.errStyle('trouble', message), next)
  }
  const sayState = ({ state }: TunnelEvents['TunnelStateChanged']): void => {
    if (state.name === 'retrying') sayFailure(state.failure)
    if (state.name === 'waiting' && state.failure !== undefined) sayFailure(state.failure)
    // `ready` reports the first "waiting", with the ports.
    if (state.name === 'waiting' && wasReady) screen.out(screen.outStyle('quiet', t('cli.up.waiting')))
    if (state.name === 'connecting' && state.attempt <= 1) screen.out(t('cli.up.connecting', { server }))
    // `ready` reports the first "connected", with the ports; "blocked" is reported when the command ends.
    if (state.name === 'connected' && wasReady)
      screen.out(screen.outStyle('ok', t(isOnFirstUse ? 'cli.up.connected' : 'cli.up.again')))
    if (state.name === 'retrying' || state.name === 'offline')
      screen.out(screen.outStyle(stateLook(state), stateWords(t, state, { now: new Date(), language })))
  }

  return {
    event: ({ name, payload }) => {
      if (name === 'TunnelStateChanged') sayState(payload)
      if (name === 'ListenerChanged' && payload.listener.name === 'failed') sayFailure(payload.listener.failure)
      if (name === 'ConnectionClosed' && payload.failure !== undefined) sayFailure(payload.failure)
      if (name === 'ConnectionRefused') screen.err(screen.errStyle('wait', refusalWords(t, payload)))
    },
    ready: (forwards) => {
      wasReady = true
      screen.out(...readyLines(cli, account, forwards), screen.outStyle('quiet', t('cli.up.howToStop')))
    },
    failed: sayFailure,
    stopping: () => screen.err(t('cli.up.stopping')),
    stopped: () => screen.out(t('cli.up.stopped')),
  }
}

const refusalWords = (t: Translate, { reason, count }: TunnelEvents['ConnectionRefused']): string => {
  const what = t(`refused.${reason}`)
  return count === 1 ? what : t('refusedInSum', { what, count })
}

/** The lines for a tunnel that serves mail clients, with the local address of each mail server. */
export const readyLines = ({ t, screen }: Cli, account: Account, forwards: readonly ForwardStatus[]): readonly string[] => {
  const server = `${account.user}@${account.host}:${account.port}`
  const listening = forwards.filter(({ listener }) => listener.name === 'listening')
  return [
    screen.outStyle('ok', t(account.connect === 'on-first-use' ? 'cli.up.waitingReady' : 'cli.up.ready', { server })),
    ...formatPairs(listening.map((forward) => [`  ${forwardName(t, forward)}`, forwardRoute(forward)])),
  ]
}
