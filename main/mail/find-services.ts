import type { Account } from '../../contract/account.ts'
import type { FoundMailService } from '../../contract/found-mail-service.ts'
import type { LocalForward, PresetService } from '../../contract/local-forward.ts'
import type { Connection } from '../ssh/connection.ts'
import { chooseServices, type AskedService } from './choose-services.ts'
import type { CheckGreeting } from './greeting-check.ts'
import { mailPresets } from './presets.ts'

export interface FindServicesDependencies {
  readonly checkGreeting: CheckGreeting
  /** Returns a local port for a destination port: neither in `taken` nor bound by a program of this computer. */
  readonly freeLocalPort: (
    destinationPort: number,
    taken: ReadonlySet<number>,
    address: LocalForward['bindAddress'],
  ) => Promise<number>
}

export interface FindServicesOptions {
  readonly connection: Connection
  readonly account: Account
  readonly hosts: readonly string[]
  /** Every local port that an account has. */
  readonly taken: ReadonlySet<number>
}

const services = Object.keys(mailPresets) as readonly PresetService[]

/**
 * Checks the seven mail ports of each host, as the SSH server reaches them, over one connection. The ports of one host are checked side by
 * side, the hosts one after another, so that no more than seven channels are open at a time. The greeting check bounds the time of a host.
 */
export const createFindServices =
  ({ checkGreeting, freeLocalPort }: FindServicesDependencies) =>
  async ({ connection, account, hosts, taken }: FindServicesOptions): Promise<readonly FoundMailService[]> => {
    const asked: AskedService[] = []
    for (const host of new Set(hosts)) asked.push(...(await askHost({ checkGreeting, connection, account }, host)))

    const found: FoundMailService[] = []
    const used = new Set(taken)
    for (const service of chooseServices(asked, account.host)) {
      // A destination that the account already forwards keeps its local port, because a mail client may be set up for it.
      const own = account.forwards.find((forward) => leadsTo(forward, service))?.bindPort
      const proposedPort = own ?? (await freeLocalPort(service.destinationPort, used, '127.0.0.1'))
      used.add(proposedPort)
      found.push({ ...service, proposedPort })
    }
    return found
  }

const leadsTo = (forward: LocalForward, { destinationHost, destinationPort }: AskedService): boolean =>
  forward.destinationHost.toLowerCase() === destinationHost.toLowerCase() && forward.destinationPort === destinationPort

const askHost = (
  {
    checkGreeting,
    connection,
    account,
  }: Pick<FindServicesDependencies, 'checkGreeting'> & Pick<FindServicesOptions, 'connection' | 'account'>,
  destinationHost: string,
): Promise<readonly AskedService[]> =>
  Promise.all(
    services.map(async (service) => {
      const { port: destinationPort } = mailPresets[service]
      const forward: LocalForward = {
        id: service,
        service,
        destinationHost,
        destinationPort,
        enabled: true,
        mailTls: 'none',
        bindAddress: '127.0.0.1',
        bindPort: destinationPort,
      }
      const check = await checkGreeting(connection, account, forward)
      const answer = check.ok ? ({ ok: true, greeting: check.greeting } as const) : ({ ok: false, failure: check.failure } as const)
      const facts = check.ok ? check.facts : undefined
      return { service, destinationHost, destinationPort, answer, ...(facts === undefined ? {} : { facts }) }
    }),
  )
