import { homedir, hostname } from 'node:os'
import type { About } from '../../contract/about.ts'
import type { Account } from '../../contract/account.ts'
import { failureOf, type Failure } from '../../contract/failure.ts'
import type { Settings } from '../../contract/settings.ts'
import type { AccountService } from '../accounts/account-service.ts'
import { readLogTail } from '../data-folder/log-tail.ts'
import type { IdentityService } from '../identities/identity-service.ts'
import type { DiagnosisFacts, SeenKeyFile, ShownShell, ShownTunnel } from './diagnosis-facts.ts'
import { thisSystem } from './this-system.ts'

export interface DiagnosisSources extends ShownShell {
  readonly settings: () => Promise<Settings>
  readonly accounts: Pick<AccountService, 'list'>
  readonly identities: Pick<IdentityService, 'list' | 'inspect'>
  readonly about: () => Promise<About>
  /** Those that run, of these accounts. */
  readonly tunnels: (accounts: readonly Account[]) => Promise<readonly ShownTunnel[]>
}

const logLines = 100

/** Reads all that a diagnosis tells. What cannot be read is told as a failure: that is when a diagnosis is wanted. */
export const gatherDiagnosis = async (parts: DiagnosisSources): Promise<DiagnosisFacts> => {
  const failures: Failure[] = []
  const orElse = async <Value>(read: () => Promise<Value>, otherwise: Value): Promise<Value> => {
    try {
      return await read()
    } catch (error) {
      const failure = failureOf(error)
      if (failure === undefined) throw error
      failures.push(failure)
      return otherwise
    }
  }

  const about = await parts.about()
  const accounts = await orElse(() => parts.accounts.list(), [])
  return {
    ...{ madeAt: new Date().toISOString(), version: about.version, components: about.components, keychain: about.keychain },
    system: thisSystem(process.env),
    shell: parts.shell,
    ...(parts.hasTray === undefined ? {} : { hasTray: parts.hasTray }),
    settings: await orElse(() => parts.settings(), undefined),
    accounts,
    identities: await orElse(() => parts.identities.list(), []),
    keyFiles: await keyFilesOf(accounts, parts.identities),
    tunnels: await orElse(() => parts.tunnels(accounts), []),
    log: readLogTail(about.dataFolder, logLines),
    place: { hostName: hostname(), userName: about.userName, home: homedir(), dataFolder: about.dataFolder },
    failures,
  }
}

/** The key files of the person's own, looked at without their passphrases. */
const keyFilesOf = async (
  accounts: readonly Account[],
  { inspect }: Pick<IdentityService, 'inspect'>,
): Promise<readonly SeenKeyFile[]> => {
  const paths = new Set(accounts.flatMap(({ identity }) => (identity?.kind === 'file' ? [identity.path] : [])))
  return await Promise.all(
    [...paths].map(async (path) => {
      try {
        return { path, seen: await inspect({ kind: 'file', path }) }
      } catch (error) {
        const failure = failureOf(error)
        if (failure === undefined) throw error
        return { path, seen: failure }
      }
    }),
  )
}
