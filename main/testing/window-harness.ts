import { AccountSchema, type Account, type AccountDraft } from '../../contract/account.ts'
import type { WindowEventName, WindowEvents } from '../../contract/events.ts'
import { FailureError, type Failure } from '../../contract/failure.ts'
import type { PendingQuestion, Question } from '../../contract/question.ts'
import type { RequestAnswer, RequestInput, RequestName } from '../../contract/requests.ts'
import type { TunnelStatus } from '../../contract/tunnel-state.ts'
import { composeWindow, type ComposeWindowOptions } from '../window/compose-window.ts'
import { closeAfterEach } from './close-after-each.ts'
import { freePort } from './free-port.ts'
import { memoryVault } from './memory-store.ts'
import { failureFrom } from './rejection.ts'
import type { SshServer } from './ssh-server.ts'
import { makeTemporaryFolder } from './temporary-folder.ts'
import { waitUntil } from './wait-until.ts'

/** Call it in a test file or a `describe`. Everything that a test starts with it is closed after that test. */
export const windowHarness = () => {
  const closeAfter = closeAfterEach()

  const dataFolder = async (): Promise<string> => {
    const folder = await makeTemporaryFolder('window')
    closeAfter(folder.remove)
    return folder.path
  }

  /** Composes the service of a window as a shell does, with a folder of its own and a keychain in memory. */
  const startWindow = async (options: Partial<ComposeWindowOptions> = {}) => {
    const dataDir = options.dataDir ?? (await dataFolder())
    const vault = memoryVault()
    const service = await composeWindow({ vault, ...options, dataDir })
    closeAfter(service.close)
    const heard: { name: WindowEventName; payload: unknown }[] = []
    service.subscribe((name, payload) => heard.push({ name, payload }))

    const request = async <Name extends RequestName>(name: Name, input: unknown = {}): Promise<RequestAnswer<Name>> => {
      const outcome = await service.answer(name, input)
      if (!outcome.ok) throw new FailureError(outcome.failure)
      return outcome.answer as RequestAnswer<Name>
    }
    const ask = <Name extends RequestName>(name: Name, input: RequestInput<Name>): Promise<RequestAnswer<Name>> =>
      request(name, input)

    const tunnel = async (accountId: string): Promise<TunnelStatus | undefined> =>
      (await request('listTunnels')).find((status) => status.accountId === accountId)

    return {
      service,
      dataDir,
      vault,
      heard,
      request,
      ask,
      tunnel,
      refusal: (name: RequestName, input: unknown): Promise<Failure> => failureFrom(request(name, input)),
      payloads: <Name extends WindowEventName>(wanted: Name): readonly WindowEvents[Name][] =>
        heard.filter(({ name }) => name === wanted).map(({ payload }) => payload as WindowEvents[Name]),
      reaches: (accountId: string, state: TunnelStatus['state']['name']) =>
        waitUntil(async () => (await tunnel(accountId))?.state.name === state, { what: `a tunnel that is ${state}` }),
      /** Waits until the oldest question is of that kind, and returns it. */
      question: async (kind: Question['kind']): Promise<PendingQuestion> => {
        const oldest = async () => (await request('listQuestions'))[0]
        await waitUntil(async () => (await oldest())?.question.kind === kind, { what: `a question of the kind ${kind}` })
        return (await oldest())!
      },
    }
  }

  return { closeAfter, dataFolder, startWindow }
}

/** An account on the server of a test, which trusts its key, with one forward. */
export const draftAt = async (server: SshServer, change: Partial<AccountDraft> = {}): Promise<AccountDraft> => ({
  name: 'work',
  host: server.host,
  port: server.port,
  user: 'bob',
  authentication: ['password'],
  trustedFingerprint: server.hostKeys[0]!.fingerprint,
  forwards: [{ id: 'pop3', service: 'pop3', bindPort: await freePort(), destinationHost: 'localhost', destinationPort: 110 }],
  ...change,
})

/** Returns the draft that an edit sends: the account without its id. */
export const draftOf = (account: Account): AccountDraft => AccountSchema.omit({ id: true }).parse(account)
