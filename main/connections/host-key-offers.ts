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
   * Connects to the account's server until its host key is proved, within the connect timeout, and returns the key with its verdict. Logs in
   * to the account's jump host alone, where it has one. Rejects with the failures of a connection.
   */
  readonly show: (accountNameOrId: string) => Promise<HostKeyOffer>
  /**
   * Remembers the key that was shown last for this account. Rejects `host-key-not-refused` where `fingerprint` is not of that key or the
   * account has another server by now, and `host-key-changed` or `host-key-revoked` for a key that must not be trusted here.
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

/** Keeps the key that was shown last for each account in memory. */
export const createHostKeyOffers = (parts: HostKeyOffersDependencies): HostKeyOffers => {
  const { accounts, hostTrust, openConnection, probeServer, settings, ask } = parts
  const shown = new Map<string, HostKey>()

  const judgeFor = ({ host, port, trustedFingerprint }: Account): Promise<HostJudge> =>
    hostTrust.judgeFor({ host, port, pin: trustedFingerprint })

  const probe = async (account: Account, options: ProbeOptions): Promise<ProbedServer> => {
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
      const { hostKey, software, takesEd25519 } = await probe(account, {
        host: account.host,
        port: account.port,
        connectTimeoutMs: connectTimeoutSeconds * 1000,
        knownKeyTypes: judge.knownKeyTypes,
      })
      shown.set(account.id, hostKey)
      const { host, port, type, fingerprint } = hostKey
      return {
        hostKey: { host, port, type, fingerprint },
        randomart: pictureOf(hostKey),
        verdict: judge.judge(hostKey),
        knownFrom: judge.trustedBy(hostKey),
        serverSoftware: software,
        takesEd25519,
      }
    },

    trust: async (accountNameOrId, fingerprint) => {
      const account = await accounts.find(accountNameOrId)
      const { host, port } = account
      const key = shown.get(account.id)
      // SECURITY: the person compared this key of this server, and the server has proved that it holds the key. A second connection could only
      // bring another key, so there is none.
      if (key?.fingerprint !== fingerprint || key.host !== host || key.port !== port)
        throw new FailureError({ code: 'host-key-not-refused', host, port, fingerprint })
      // The files are read again, because a line may have revoked the key or added another since.
      const verdict = (await judgeFor(account)).judge(key)
      const refusal = verdict.verdict === 'unknown' ? undefined : refusalOf(key, verdict)
      if (refusal !== undefined) throw new FailureError(refusal)
      if (verdict.verdict === 'unknown') await hostTrust.remember(key)
    },
  }
}
