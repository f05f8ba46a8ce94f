import type { Account } from '../../../../contract/account.ts'
import type { Cli } from '../cli.ts'
import { eventObject, failureObject, readyObject, stoppedObject } from './event-line.ts'
import { failureWords } from '../failure-words.ts'
import type { UpReporter } from './run-tunnel.ts'

/** Reports each event of a tunnel as one line of JSON, on stdout alone. */
export const jsonReporter = ({ t, screen }: Cli, account: Account): UpReporter => {
  const write = (event: object): void => screen.out(JSON.stringify(event))
  return {
    event: (event) => write(eventObject(t, event, new Date())),
    ready: (forwards) => write(readyObject(account.name, forwards, new Date())),
    failed: (failure) => write(failureObject(account.name, failure, failureWords(t, failure), new Date())),
    stopping: () => undefined,
    stopped: (exitCode) => write(stoppedObject(account.name, exitCode, new Date())),
  }
}
