import type { Account } from '../../contract/account.ts'
import { FailureError } from '../../contract/failure.ts'
import type { HostKey, HostKeyOffer } from '../../contract/host-key.ts'
import type { Ask } from '../../contract/question.ts'
import type { Settings } from '../../contract/settings.ts'
import type { AccountService } from '../accounts/account-service.ts'
import type { HostJudge, HostTrust } from '../known-hosts/host-trust.ts'
import { refusalOf } from '../ssh/transport/host-key.ts'
import type { ProbeOptions, ProbeServer, ProbedServer } from '../ssh/probe-server.ts'
import { jumpFailure } from './jump-failure.ts'
import type { OpenConnection } from './open-connection.ts'
import { pictureOf } from './trust-host.ts'

/** The host keys of servers, for a person to compare before anything is trusted. */
export interface HostKeyOffers {
  /**
   * Connects to the account's server as far as its host key, within the connect timeout, and says what is known of it. Logs in to nothing but
   * the account's jump host, where it has one. Rejects with the failures of a connection.
   */
  readonly show: (accountNameOrId: string) => Promise<HostKeyOffer>
  /**
   * Remembers the key that was shown last for this account, where `fingerprint` is that key's. Rejects `host-key-not-refused` where it is not,
   * or where the account has another server by now; `host-key-changed` and `host-key-revoked`, which are never trusted by this way.
   */
  readonly trust: (accountNameOrId: string, fingerprint: string) => Promise<void>
}

export interface HostKeyOffersDependencies {
  readonly accounts: Pick<AccountService, 'find'>
  readonly hostTrust: Pick<HostTrust, 'judgeFor' | 'remember'>
  readonly openConnection: OpenConnection
  readonly probeServer: ProbeServer
  readonly settings: () => Promise<Settings>
  readonly ask: Ask
}

/** What was shown is kept in memory, the last key of each account. */
export const createHostKeyOffers = (parts: HostKeyOffersDependencies): HostKeyOffers => {
  const { accounts, hostTrust, openConnection, probeServer, settings, ask } = parts
  const shown = new Map<string, HostKey>()

  const judgeFor = ({ host, port, trustedFingerprint }: Account): Promise<HostJudge> =>
    hostTrust.judgeFor({ host, port, ...(trustedFingerprint === undefined ? {} : { pin: trustedFingerprint }) })

  const meet = async (account: Account, options: ProbeOptions): Promise<ProbedServer> => {
    if (account.jumpAccountId === undefined) return await probeServer(options)
    const jump = await accounts.find(account.jumpAccountId)
    const { connection, end } = await openConnection(jump, { ask }).catch((error: unknown) => {
      throw jumpFailure(error, jump.name, undefined)
    })
    return await probeServer({ ...options, via: connection }).finally(end)
  }

  return {
    show: async (accountNameOrId) => {
      const account = await accounts.find(accountNameOrId)
      const { connectTimeoutSeconds } = await settings()
      const judge = await judgeFor(account)
      const { hostKey, software, takesEd25519 } = await meet(account, {
        ...{ host: account.host, port: account.port, connectTimeoutMs: connectTimeoutSeconds * 1000 },
        knownKeyTypes: judge.knownKeyTypes,
      })
      shown.set(account.id, hostKey)
      const { host, port, type, fingerprint } = hostKey
      const knownFrom = judge.trustedBy(hostKey)
      return {
        hostKey: { host, port, type, fingerprint },
        randomart: pictureOf(hostKey),
        verdict: judge.judge(hostKey),
        ...(knownFrom === undefined ? {} : { knownFrom }),
        serverSoftware: software,
        takesEd25519,
      }
    },

    trust: async (accountNameOrId, fingerprint) => {
      const account = await accounts.find(accountNameOrId)
      const { host, port } = account
      const key = shown.get(account.id)
      // SECURITY: the person compared that very key, of that very server, and the server proved that it holds it. No second connection is
      // made: it could only bring another key.
      if (key?.fingerprint !== fingerprint || key.host !== host || key.port !== port)
        throw new FailureError({ code: 'host-key-not-refused', host, port, fingerprint })
      // Afresh: a file may revoke the key, or know another one, by now.
      const verdict = (await judgeFor(account)).judge(key)
      const refusal = verdict.verdict === 'unknown' ? undefined : refusalOf(key, verdict)
      if (refusal !== undefined) throw new FailureError(refusal)
      if (verdict.verdict === 'unknown') await hostTrust.remember(key)
    },
  }
}
