import type { GuideFile, GuideStep } from '../../../contract/guide.ts'
import type { MailAbilities, MailSettings } from './mail-settings.ts'
import type { CertificateCheck } from './notes.ts'

/** How one mail client is set up for an account. */
export interface ClientGuide {
  readonly abilities: MailAbilities
  readonly certificates: CertificateCheck
  readonly steps: (settings: MailSettings) => readonly GuideStep[]
  readonly files?: (settings: MailSettings) => readonly GuideFile[]
}
