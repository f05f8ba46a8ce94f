import { useEffect, useRef, useState } from 'react'
import type { Account } from '../../../contract/account.ts'
import type { Failure } from '../../../contract/failure.ts'
import type { FoundMailService } from '../../../contract/found-mail-service.ts'
import { DestinationHostSchema, isSameMachine, PortSchema } from '../../../contract/local-forward.ts'
import type { Onboarding } from '../../../contract/onboarding.ts'
import { portOf } from '../../accounts/editor/account-values.ts'
import { call } from '../../postern-client.ts'
import { useAct } from '../../state/use-act.ts'
import { useWindowStore } from '../../state/window-state.ts'
import { rowsBefore, withFound, type MailRow } from './mail-rows.ts'

/** The most hosts that one request allows (contract/requests.ts). */
const mostHosts = 3

/** The server itself, the mail host, and the destinations of the imported text: each once. */
const hostsToAsk = ({ server }: Onboarding, account: Account): readonly string[] => {
  const named = [server.mailHost.trim(), ...(server.imported?.forwards ?? []).map(({ destinationHost }) => destinationHost)]
  const others = named.filter((host) => DestinationHostSchema.safeParse(host).success && !isSameMachine(host, account.host))
  return [...new Set(['localhost', ...others])].slice(0, mostHosts)
}

/** Proposes a local port for each row without one. */
const withEveryPort = async (rows: readonly MailRow[]): Promise<readonly MailRow[]> => {
  const done: MailRow[] = []
  for (const [index, row] of rows.entries()) {
    const others = [...done, ...rows.slice(index + 1)].map(({ bindPort }) => portOf(bindPort))
    const taken = others.filter((port) => PortSchema.safeParse(port).success)
    const destinationPort = portOf(row.destinationPort)
    done.push(row.bindPort === '' ? { ...row, bindPort: String(await call('proposeLocalPort', { destinationPort, taken })) } : row)
  }
  return done
}

export interface MailServices {
  /** The services found during this visit to the screen; only the rows are kept. */
  readonly found: readonly FoundMailService[]
  /** The hosts of the present or the last request. */
  readonly hosts: readonly string[]
  readonly isBusy: boolean
  readonly failure: Failure | undefined
  /** Resolves to whether the request succeeded. */
  readonly ask: (hosts?: readonly string[]) => Promise<boolean>
}

/**
 * Checks which mail ports answer, and adds those to the rows. It checks by itself if the screen opens without rows; on a later visit the
 * rows are as the person left them.
 */
export const useMailServices = (
  onboarding: Onboarding,
  account: Account,
  change: (change: Pick<Onboarding, 'mail'>) => void,
): MailServices => {
  const usual = hostsToAsk(onboarding, account)
  const [found, setFound] = useState<readonly FoundMailService[]>([])
  const [hosts, setHosts] = useState(usual)

  const act = useAct(async (asked: readonly string[]) => {
    setHosts(asked)
    const answers = await call('findMailServices', { accountId: account.id, hosts: [...asked] })
    setFound((before) => [...before.filter(({ destinationHost }) => !asked.includes(destinationHost)), ...answers])
    // Reads the present rows, because the person may have ticked one meanwhile, or gone to another account.
    const now = useWindowStore.getState().onboarding
    if (now?.accountId === account.id) change({ mail: [...(await withEveryPort(withFound(now.mail, answers)))] })
  })

  const isFirst = useRef(onboarding.mail.length === 0)
  useEffect(() => {
    if (!isFirst.current) return
    isFirst.current = false
    change({ mail: [...rowsBefore(account, onboarding.server.imported?.forwards ?? [])] })
    void act.run(usual)
  })

  return { found, hosts, isBusy: act.isBusy, failure: act.failure, ask: (asked = usual) => act.run(asked) }
}
