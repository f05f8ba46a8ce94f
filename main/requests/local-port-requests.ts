import type { Failure } from '../../contract/failure.ts'
import type { InputReason } from '../../contract/reason.ts'
import type { LocalForward } from '../../contract/local-forward.ts'
import type { ParsedInput } from '../../contract/requests.ts'
import type { AccountService } from '../accounts/account-service.ts'
import { takenPorts } from '../accounts/taken-ports.ts'
import type { portHolder } from '../local-peer/port-holder.ts'
import type { TunnelService } from '../tunnels/tunnel-service.ts'
import { freeLocalPort, portObstacle } from '../mail/free-local-port.ts'
import type { RequestHandlers } from './request-handlers.ts'

export interface LocalPortRequestDependencies {
  readonly accounts: Pick<AccountService, 'list'>
  readonly tunnels: Pick<TunnelService, 'status'>
  readonly portHolder: typeof portHolder
}

type Wanted = ParsedInput<'checkLocalPort'>

/** Requests of the account editor about local ports. */
export const localPortRequests = ({
  accounts,
  tunnels,
  portHolder,
}: LocalPortRequestDependencies): Pick<RequestHandlers, 'checkLocalPort' | 'proposeLocalPort'> => {
  /** The failure if another enabled forward has the same port, since the two could not be bound at once. */
  const otherForward = async (wanted: Wanted): Promise<Failure | undefined> => {
    const { accountId, forwardId, bindAddress, port } = wanted
    const isWanted = (forward: LocalForward): boolean =>
      forward.enabled && forward.bindAddress === bindAddress && forward.bindPort === port
    const others = (await accounts.list()).flatMap(({ id, forwards }) =>
      forwards.filter((forward) => isWanted(forward) && !(id === accountId && forward.id === forwardId)).map(() => id),
    )
    if (others.length === 0) return undefined
    const isOwn = others.includes(accountId ?? '')
    const reason: InputReason = isOwn ? 'port-twice' : 'port-of-another-account'
    return { code: 'input-invalid', field: 'bindPort', value: String(port), reason }
  }

  /** Whether the forward's own tunnel has bound the port. */
  const isItsOwn = ({ accountId, forwardId, bindAddress, port }: Wanted): boolean =>
    tunnels
      .status()
      .filter((tunnel) => tunnel.accountId === accountId)
      .flatMap(({ forwards }) => forwards)
      .some(
        (forward) =>
          forward.id === forwardId &&
          forward.bindAddress === bindAddress &&
          forward.localPort === port &&
          forward.listener.name === 'listening',
      )

  const obstacle = async ({ bindAddress: address, port }: Wanted): Promise<Failure | undefined> => {
    const failure = await portObstacle({ address, port })
    if (failure?.code !== 'port-taken') return failure
    return { ...failure, program: await portHolder({ address, port }) }
  }

  return {
    checkLocalPort: async (wanted) => {
      const failure = (await otherForward(wanted)) ?? (isItsOwn(wanted) ? undefined : await obstacle(wanted))
      if (failure === undefined) return { free: true }
      // If this computer does not have the address, the suggestion is a port on the other loopback address.
      const address = failure.code === 'address-not-available' ? otherLoopback[wanted.bindAddress] : wanted.bindAddress
      const taken = new Set([...(await takenPorts(accounts)), wanted.port])
      return { free: false, failure, suggestion: await freeLocalPort(wanted.port, taken, address) }
    },
    proposeLocalPort: async ({ destinationPort, taken }) =>
      freeLocalPort(destinationPort, new Set([...(await takenPorts(accounts)), ...taken]), '127.0.0.1'),
  }
}

const otherLoopback = { '127.0.0.1': '::1', '::1': '127.0.0.1' } as const
