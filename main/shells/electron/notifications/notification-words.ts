import type { Failure, FailureCategory } from '../../../../contract/failure.ts'
import { failureCategories } from '../../../../contract/failure.ts'
import type { Translate } from '../../../../words/translate.ts'
import type { ChosenNotification, News } from './choose-notifications.ts'

/** What a button of a notification does; a click on the notification itself opens the window. */
export type NotificationAct = 'retry' | 'open'

/** A notification as the desktop shows it. */
export interface NotificationWords {
  readonly title: string
  readonly body: string
  /** For desktops with buttons. */
  readonly actions: readonly { readonly act: NotificationAct; readonly label: string }[]
}

/**
 * The cause of a failure in a few words of Postern's own.
 *
 * SECURITY: the message of a failure may quote the server. A notification appears in Postern's name, on some desktops with markup and on
 * the lock screen, so it contains no text of a server; the window shows the whole message.
 */
const causeWords = (t: Translate, { code }: Failure): string => {
  const category: FailureCategory = failureCategories[code]
  return code === 'host-key-changed' || code === 'certificate-changed' || code === 'certificate-refused'
    ? t(`notify.cause.${code}`)
    : t(`notify.cause.${category}`)
}

const bodyOf = (t: Translate, account: string, news: News): string => {
  switch (news.kind) {
    case 'lost': {
      const goesOn = t('notify.lost.body')
      return news.failure === undefined ? goesOn : `${causeWords(t, news.failure)} ${goesOn}`
    }
    case 'back':
      return t('notify.back.body')
    case 'needs-you':
      return 'failure' in news.need ? causeWords(t, news.need.failure) : t(`prompts.asks.${news.need.question}`, { account })
  }
}

const actsOn: Readonly<Record<News['kind'], readonly NotificationAct[]>> = {
  lost: ['retry', 'open'],
  back: [],
  'needs-you': ['open'],
}

/** The words of a notification. The name of the account is the person's own, which its schema keeps to letters, digits and ` ._@-`. */
export const notificationWords = (t: Translate, { account, news }: ChosenNotification): NotificationWords => ({
  title: t(`notify.${news.kind}.title`, { account }),
  body: bodyOf(t, account, news),
  actions: actsOn[news.kind].map((act) => ({ act, label: t(`notify.act.${act}`) })),
})
