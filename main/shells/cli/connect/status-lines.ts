import type { ForwardStatus } from '../../../../contract/tunnel-state.ts'
import type { AccountStatus } from './account-status.ts'
import type { Cli } from '../cli.ts'
import { failureWords } from '../failure-words.ts'
import { appFaultWords, forwardName, forwardRoute, lightsWords } from '../../../../words/forward-words.ts'
import { stateLook, stateWords } from '../../../../words/state-words.ts'
import { formatTable } from '../table.ts'
import { formatBytes, formatRate } from '../../../../words/units.ts'

/** `postern status` for people: each account with its state, and below it the traffic of each forward. */
export const statusLines = (cli: Cli, statuses: readonly AccountStatus[], now: Date): readonly string[] => {
  const { t } = cli
  if (statuses.length === 0) return [t('cli.account.list.none')]
  const running = statuses.some(({ pid }) => pid !== undefined)
  return [...(running ? [] : [t('cli.status.nothingRuns')]), ...statuses.flatMap((status) => accountBlock(cli, status, now))]
}

const accountBlock = ({ t, language, screen: { outStyle } }: Cli, { pid, status }: AccountStatus, now: Date): readonly string[] => {
  const { state } = status
  const words = outStyle(stateLook(state), stateWords(t, state, { now, language }))
  const head = [
    outStyle('title', status.account),
    status.server,
    words,
    ...(pid === undefined ? [] : [t('cli.status.pid', { pid })]),
  ]
  if (pid === undefined) return [head.join('  ')]
  const failures = [
    ...('failure' in state ? [state.failure] : []),
    ...(status.advice === undefined ? [] : [status.advice]),
    ...status.forwards.flatMap(({ listener }) => (listener.name === 'failed' ? [listener.failure] : [])),
    ...status.forwards.flatMap(({ failure }) => failure ?? []),
  ].map((failure) => failureWords(t, failure))
  const refused = status.traffic.refusedConnections
  return [
    head.join('  '),
    ...failures.map(({ message, next }) => `  ${message} ${next}`),
    ...status.forwards.flatMap((forward) => appFaultWords(t, forward) ?? []).map((words) => `  ${words}`),
    ...(refused === 0 ? [] : [`  ${t('cli.status.refused', { count: refused })}`]),
    ...(status.forwards.length === 0 ? [] : forwardTable({ t, language, outStyle }, status.forwards)),
  ]
}

const forwardTable = (
  { t, language, outStyle }: Pick<Cli, 't' | 'language'> & { readonly outStyle: Cli['screen']['outStyle'] },
  forwards: readonly ForwardStatus[],
): readonly string[] => {
  const right = (title: string) => ({ title, align: 'right' as const })
  const columns = [
    { title: `  ${t('cli.column.forward')}` },
    { title: t('cli.column.way') },
    { title: t('cli.column.lights') },
    right(t('cli.column.open')),
    right(t('cli.column.total')),
    right(t('cli.column.in')),
    right(t('cli.column.rateIn')),
    right(t('cli.column.out')),
    right(t('cli.column.rateOut')),
  ]
  const rows = forwards.map((forward) => {
    const { look, words } = lightsWords(t, forward.listener, forward.lights)
    const { traffic } = forward
    return [
      `  ${forwardName(t, forward)}`,
      forwardRoute(forward),
      outStyle(look, words),
      String(traffic.openConnections),
      String(traffic.totalConnections),
      formatBytes(traffic.bytesIn, language),
      formatRate(traffic.rateIn1s, language),
      formatBytes(traffic.bytesOut, language),
      formatRate(traffic.rateOut1s, language),
    ]
  })
  return formatTable(columns, rows)
}
