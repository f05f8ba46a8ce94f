import type { Account } from '../../contract/account.ts'
import { failureOf } from '../../contract/failure.ts'
import type { FoundMailService } from '../../contract/found-mail-service.ts'
import type { GreetingCheck } from '../../contract/greeting-check.ts'
import { unanswered, type Ask } from '../../contract/question.ts'
import type { AccountService } from '../accounts/account-service.ts'
import type { LearntFacts } from '../accounts/mail-server-facts.ts'
import { takenPorts } from '../accounts/taken-ports.ts'
import type { LogFor } from '../data-folder/log.ts'
import type { CertificateTrust } from '../mail/certificates/certificate-trust.ts'
import { createCheckCertificate } from '../mail/check-certificate.ts'
import { createFindServices } from '../mail/find-services.ts'
import { freeLocalPort } from '../mail/free-local-port.ts'
import { createCheckGreeting, greetingTimeoutMs } from '../mail/greeting-check.ts'
import type { EncryptMail } from '../mail/mail-tls/mail-tls.ts'
import type { Connection } from '../ssh/connection.ts'
import type { OpenConnection } from './open-connection.ts'
import { createCertificateJudges } from './trust-certificate.ts'

/** Asks the mail servers of an account, each time over a connection of its own, and keeps what they tell. */
export interface MailChecks {
  /** Connects, checks the mail server behind each enabled forward, and disconnects. */
  readonly checkGreetings: (accountNameOrId: string) => Promise<readonly GreetingCheck[]>
  /** Connects, asks the mail ports of each host, and disconnects. */
  readonly findMailServices: (accountNameOrId: string, hosts: readonly string[]) => Promise<readonly FoundMailService[]>
}

export interface MailCheckDependencies {
  readonly accounts: Pick<AccountService, 'find' | 'list' | 'keepFacts'>
  readonly openConnection: OpenConnection
  readonly ask: Ask
  readonly encryptMail: EncryptMail
  readonly certificateTrust: Pick<CertificateTrust, 'judgeFor' | 'pin'>
  /** Certificates of the authorities that count, in PEM. */
  readonly roots: () => Promise<readonly string[]>
  readonly logFor: LogFor
  /** Called when the accounts have changed because a mail server told something new. */
  readonly onFactsKept?: (() => void) | undefined
}

// A check shows what is wrong and asks nothing: the question comes with the mail client, which waits for the answer.
const askNobody: Ask = (question) => Promise.resolve(unanswered(question) as never)

export const createMailChecks = (dependencies: MailCheckDependencies): MailChecks => {
  const { accounts, openConnection, ask, encryptMail, certificateTrust, roots, logFor, onFactsKept } = dependencies
  const judges = createCertificateJudges(certificateTrust)
  const checkCertificate = createCheckCertificate({
    roots,
    judgeCertificate: (account, forward) =>
      judges.judgeCertificate(account, forward, { ask: askNobody, log: logFor(account.name) }),
  })
  const checkGreeting = createCheckGreeting({ encryptMail, checkCertificate, timeoutMs: greetingTimeoutMs })

  const throughConnection = async <Result>(account: Account, act: (connection: Connection) => Promise<Result>): Promise<Result> => {
    const { connection, end } = await openConnection(account, { ask })
    return await act(connection).finally(end)
  }

  /** Never rejects for a file that cannot be written, because the next check learns the same. */
  const keepFacts = async (asked: Account, learnt: readonly LearntFacts[]): Promise<void> => {
    try {
      if (await accounts.keepFacts(asked, learnt)) onFactsKept?.()
    } catch (error) {
      if (failureOf(error) === undefined) throw error
    }
  }

  return {
    checkGreetings: async (accountNameOrId) => {
      const account = await accounts.find(accountNameOrId)
      const enabled = account.forwards.filter((forward) => forward.enabled)
      const checks = await throughConnection(account, (connection) =>
        Promise.all(enabled.map((forward) => checkGreeting(connection, account, forward))),
      )
      await keepFacts(
        account,
        checks.flatMap((check) => (check.ok && check.facts !== undefined ? [{ ...check.forward, facts: check.facts }] : [])),
      )
      return checks
    },
    findMailServices: async (accountNameOrId, hosts) => {
      const account = await accounts.find(accountNameOrId)
      const taken = await takenPorts(accounts)
      const find = createFindServices({ checkGreeting, freeLocalPort })
      const found = await throughConnection(account, (connection) => find({ connection, account, hosts, taken }))
      await keepFacts(
        account,
        found.flatMap(({ facts, ...service }) => (facts === undefined ? [] : [{ ...service, facts }])),
      )
      return found
    },
  }
}
