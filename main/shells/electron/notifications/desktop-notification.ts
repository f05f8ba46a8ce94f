import { Notification } from 'electron'
import type { NotificationAct, NotificationWords } from './notification-words.ts'

/** Shows a notification, and returns a function that withdraws it. */
export type ShowNotification = (
  words: NotificationWords,
  onAct: (act: NotificationAct) => void,
  options: { readonly isSilent: boolean },
) => () => void

/**
 * Shows the desktop's own notifications; a desktop without them shows nothing. Not every desktop has buttons: macOS shows them for an
 * application that is set to alerts, Windows below the text. A click on the notification opens the window everywhere.
 */
export const showOnDesktop: ShowNotification = ({ title, body, actions }, onAct, { isSilent }) => {
  if (!Notification.isSupported()) return () => undefined
  const notification = new Notification({
    title,
    body,
    silent: isSilent,
    actions: actions.map(({ label }) => ({ type: 'button', text: label })),
  })
  notification.on('click', () => onAct('open'))
  notification.on('action', ({ actionIndex }) => {
    const chosen = actions[actionIndex]
    if (chosen !== undefined) onAct(chosen.act)
  })
  notification.show()
  return () => notification.close()
}
