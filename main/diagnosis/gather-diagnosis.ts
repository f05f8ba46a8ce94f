import { readFileSync } from 'node:fs'
import { arch, homedir, hostname, release, type, version } from 'node:os'
import type { About } from '../../contract/about.ts'
import type { Account } from '../../contract/account.ts'
import { failureOf, type Failure } from '../../contract/failure.ts'
import type { Settings } from '../../contract/settings.ts'
import type { AccountService } from '../accounts/account-service.ts'
import { readLogTail } from '../data-folder/log-tail.ts'
import type { IdentityService } from '../identities/identity-service.ts'
import type { DiagnosisFacts, SeenKeyFile, ShownShell, ShownTunnel } from './diagnosis-facts.ts'

export interface DiagnosisSources extends ShownShell {
  readonly settings: () => Promise<Settings>
  readonly accounts: Pick<AccountService, 'list'>
  readonly identities: Pick<IdentityService, 'list' | 'inspect'>
  readonly about: () => Promise<About>
  /** Returns the running tunnels of these accounts. */
  readonly tunnels: (accounts: readonly Account[]) => Promise<readonly ShownTunnel[]>
}

const logLines = 100

/** `PRETTY_NAME` of os-release(5), because the kernel's version does not name the distribution. */
const distribution = (): string | undefined => {
  try {
    return /^PRETTY_NAME="?([^"\n]+)"?$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1]
  } catch {
    return undefined
  }
}

/** `Linux 6.1.0-30-amd64 (Debian GNU/Linux 12), x64, GNOME on wayland`. Whether there is a tray depends on the desktop. */
const thisSystem = (env: Readonly<Partial<Record<string, string>>>): string => {
  const name = process.platform === 'linux' ? distribution() : version()
  const desktop = [env['XDG_CURRENT_DESKTOP'], env['XDG_SESSION_TYPE']].filter((value) => value !== undefined && value !== '')
  return [
    `${type()} ${release()}${name === undefined ? '' : ` (${name})`}`,
    arch(),
    ...(desktop.length === 0 ? [] : [desktop.join(' on ')]),
  ].join(', ')
}

/** Reads all facts of a diagnosis. A fact that cannot be read becomes a failure in the result. */
export const gatherDiagnosis = async (sources: DiagnosisSources): Promise<DiagnosisFacts> => {
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

  const about = await sources.about()
  const accounts = await orElse(() => sources.accounts.list(), [])
  return {
    madeAt: new Date().toISOString(),
    version: about.version,
    components: about.components,
    keychain: about.keychain,
    system: thisSystem(process.env),
    shell: sources.shell,
    hasTray: sources.hasTray,
    settings: await orElse(() => sources.settings(), undefined),
    accounts,
    identities: await orElse(() => sources.identities.list(), []),
    keyFiles: await keyFilesOf(accounts, sources.identities),
    tunnels: await orElse(() => sources.tunnels(accounts), []),
    log: readLogTail(about.dataFolder, logLines),
    place: { hostName: hostname(), userName: about.userName, home: homedir(), dataFolder: about.dataFolder },
    failures,
  }
}

/** The key files of the person's own, read without their passphrases. */
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
