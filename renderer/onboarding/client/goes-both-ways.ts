import type { LocalForward } from '../../../contract/local-forward.ts'
import { directionOf } from '../mail/mail-rows.ts'
import type { Watch } from './watch-calls.ts'

/** Whether a mail app has called both for reading mail and for sending it. */
export const goesBothWays = (forwards: readonly Pick<LocalForward, 'id' | 'service'>[], watch: Watch): boolean => {
  const called = new Set(forwards.filter(({ id }) => watch[id]?.isCalled === true).map(({ service }) => directionOf(service)))
  return called.has('incoming') && called.has('outgoing')
}
