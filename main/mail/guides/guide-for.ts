import type { Account } from '../../../contract/account.ts'
import type { Guide, GuideClient } from '../../../contract/guide.ts'
import { appleMail } from './apple-mail.ts'
import { clawsMail } from './claws-mail.ts'
import type { ClientGuide } from './client-guide.ts'
import { evolution } from './evolution.ts'
import { fetchmail } from './fetchmail.ts'
import { geary } from './geary.ts'
import { getmail } from './getmail.ts'
import { imapfilter } from './imapfilter.ts'
import { kmail } from './kmail.ts'
import { lacksOf, mailSettings } from './mail-settings.ts'
import { mbsync } from './mbsync.ts'
import { msmtp } from './msmtp.ts'
import { mutt } from './mutt.ts'
import { newOutlook } from './new-outlook.ts'
import { notesOf } from './notes.ts'
import { offlineimap } from './offlineimap.ts'
import { other } from './other.ts'
import { outlook } from './outlook.ts'
import { sNail } from './s-nail.ts'
import { thunderbird } from './thunderbird.ts'

const guides: Readonly<Record<GuideClient, ClientGuide>> = {
  outlook,
  thunderbird,
  'apple-mail': appleMail,
  kmail,
  evolution,
  geary,
  'claws-mail': clawsMail,
  mutt,
  fetchmail,
  getmail,
  mbsync,
  msmtp,
  offlineimap,
  's-nail': sNail,
  imapfilter,
  other,
  'new-outlook': newOutlook,
}

/**
 * Returns the settings of a mail client for this account's mail ports, and the files that the client reads. Pure: the same account results
 * in the same guide, byte for byte. The guide holds no secret.
 */
export const guideFor = (client: GuideClient, account: Account): Guide => {
  const { abilities, certificates, steps, files } = guides[client]
  const settings = mailSettings(account, abilities)
  const hasPort = settings.incoming !== undefined || settings.outgoing !== undefined
  return {
    client,
    notes:
      client === 'new-outlook'
        ? [{ id: 'new-outlook', parameters: { host: account.host, mailHost: '' } }]
        : notesOf(settings, certificates),
    // Without a usable port there is nothing to set up yet, as `lacks` says.
    steps: hasPort || client === 'new-outlook' ? steps(settings) : [],
    files: files?.(settings) ?? [],
    lacks: lacksOf(settings, abilities),
  }
}
