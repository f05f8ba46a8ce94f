import { homedir } from 'node:os'
import { localUserName } from '../discover/local-user-name.ts'
import { readImport } from '../accounts/import/read-import.ts'
import { hostBlock } from '../accounts/export/host-block.ts'
import { sshCommandLine } from '../accounts/export/ssh-command-line.ts'
import type { ExportInput } from '../accounts/export/ssh-export.ts'
import type { Core } from '../core.ts'
import type { RequestHandlers } from './request-handlers.ts'

/** Requests that import accounts from the texts of other programs, and export them for OpenSSH. */
export const importRequests = ({
  accounts,
  identities,
  settings,
}: Pick<Core, 'accounts' | 'identities' | 'settings'>): Pick<RequestHandlers, 'readImport' | 'exportAccount'> => ({
  readImport: ({ text }) => readImport(text, { homeFolder: homedir(), userName: localUserName() }),
  exportAccount: async ({ accountId }) => {
    const account = await accounts.find(accountId)
    const dependencies: ExportInput = {
      accounts: await accounts.list(),
      identities: await identities.list(),
      settings: await settings(),
    }
    return { hostBlock: hostBlock(account, dependencies), commandLine: sshCommandLine(account, dependencies) }
  },
})
