import { useState } from 'react'
import type { Account } from '../../../contract/account.ts'
import type { Failure } from '../../../contract/failure.ts'
import type { Onboarding } from '../../../contract/onboarding.ts'
import { editOfAccount } from '../../accounts/edit-of-account.ts'
import { problemOfFailure } from '../../accounts/editor/problem.ts'
import { call } from '../../postern-client.ts'
import { failureToShow } from '../../state/failure-to-show.ts'
import { useAct } from '../../state/use-act.ts'
import { forwardsOfRows, portProblems } from './forwards-of-rows.ts'

/** The reason for which the wizard stays: no row is wanted, or a local port is refused, whose row shows the problem. */
type Stop = 'nothing' | 'ports'

export interface SaveMail {
  /** Saves the account's forwards, and then calls `next`. If it stops, `stop` or `failure` has the reason. */
  readonly run: (next: () => Promise<void>) => Promise<boolean>
  readonly isBusy: boolean
  readonly failure: Failure | undefined
  readonly stop: Stop | undefined
  /** The reason for which a row is wrong, by the row's index. */
  readonly problems: Readonly<Record<number, string>>
  /** The number of stops; each new one moves the focus to the wrong field. */
  readonly attempts: number
  /** Clears the problems after a change. */
  readonly forget: () => void
}

export const useSaveMail = ({ mail, server }: Onboarding, account: Account): SaveMail => {
  const [stopped, setStopped] = useState<{ readonly stop?: Stop; readonly problems: Readonly<Record<number, string>> }>({
    problems: {},
  })
  const [attempts, setAttempts] = useState(0)
  const stopFor = (stop: Stop, problems: Readonly<Record<number, string>> = {}): void => {
    setStopped({ stop, problems })
    setAttempts((count) => count + 1)
  }

  const act = useAct(async (next: () => Promise<void>) => {
    setStopped({ problems: {} })
    const forwards = forwardsOfRows(mail, account, server.imported?.forwards ?? [])
    const problems = portProblems(mail).flatMap((reason, index) => (reason === undefined ? [] : [[index, reason] as const]))
    if (forwards.length === 0) stopFor('nothing')
    else if (problems.length > 0) stopFor('ports', Object.fromEntries(problems))
    else {
      const checks = await Promise.all(
        forwards.map(({ id, bindAddress, bindPort }) =>
          call('checkLocalPort', { bindAddress, port: bindPort, accountId: account.id, forwardId: id }),
        ),
      )
      // The rows have already been checked against one another, so another port of this account is no obstacle.
      const isTaken = checks.some((check) => !check.free && check.failure.code !== 'input-invalid')
      if (isTaken) {
        stopFor('ports')
        return
      }
      try {
        await call('editAccount', editOfAccount(account, { forwards }))
      } catch (error) {
        const place = /^forwards\.(\d+)\.bindPort$/.exec(problemOfFailure(failureToShow(error))?.field ?? '')?.[1]
        if (place === undefined) throw error
        const wanted = mail.flatMap((row, index) => (row.isWanted ? [index] : []))
        stopFor('ports', { [wanted[Number(place)] ?? 0]: problemOfFailure(failureToShow(error))?.reason ?? 'port' })
        return
      }
      await next()
    }
  })

  return {
    run: act.run,
    isBusy: act.isBusy,
    failure: act.failure,
    stop: stopped.stop,
    problems: stopped.problems,
    attempts,
    forget: () => setStopped({ problems: {} }),
  }
}
