import type { Guide, GuideClient } from '../../contract/guide.ts'
import { FailureError } from '../../contract/failure.ts'
import type { AccountService } from '../accounts/account-service.ts'
import type { FileToSave } from '../data-folder/save-in-downloads.ts'
import { guideFileMode } from '../mail/guides/guide-file-mode.ts'
import type { RequestHandlers } from './request-handlers.ts'

export interface GuideRequestDependencies {
  readonly accounts: Pick<AccountService, 'find'>
  /** Writes a file into the person's downloads and returns its absolute path. */
  readonly save: (file: FileToSave) => string
}

/** Requests for the guide of a mail client, and for the files in it. */
export const guideRequests = ({
  accounts,
  save,
}: GuideRequestDependencies): Pick<RequestHandlers, 'getGuide' | 'saveGuideFile'> => {
  const guideOf = async (accountId: string, client: GuideClient): Promise<Guide> => {
    // Loaded only here: the writers of XML are a quarter of what every start would load.
    const { guideFor } = await import('../mail/guides/guide-for.ts')
    return guideFor(client, await accounts.find(accountId))
  }
  return {
    getGuide: ({ accountId, client }) => guideOf(accountId, client),
    saveGuideFile: async ({ accountId, client, file: name }) => {
      // SECURITY: only a file of the guide is written, under the guide's name for it. The window's name is only compared.
      const file = (await guideOf(accountId, client)).files.find((candidate) => candidate.name === name)
      if (file === undefined)
        throw new FailureError({ code: 'input-invalid', field: 'file', value: name, reason: 'guide-file-unknown' })
      return save({ name: file.name, text: file.text, mode: guideFileMode(file) })
    },
  }
}
