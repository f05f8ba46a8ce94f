import { dialog, type BrowserWindow } from 'electron'
import type { Translate } from '../../../words/translate.ts'

interface Question {
  readonly title: string
  readonly text: string
  readonly stay: string
  readonly leave: string
}

/** Asks over the window, or in the middle of the screen where it is hidden. Enter, or to close the question, means to stay. */
const ask = async (window: BrowserWindow, { title, text, stay, leave }: Question): Promise<boolean> => {
  const options = {
    type: 'question' as const,
    message: title,
    detail: text,
    buttons: [stay, leave],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  }
  const isThere = !window.isDestroyed() && window.isVisible()
  const { response } = await (isThere ? dialog.showMessageBox(window, options) : dialog.showMessageBox(options))
  return response === 1
}

/** Whether to quit although mail apps have this many connections open. */
export const askToQuit = (window: BrowserWindow, t: Translate, connections: number): Promise<boolean> =>
  ask(window, { title: t('quit.title'), text: t('quit.text', { count: connections }), stay: t('quit.stay'), leave: t('quit.quit') })

/** Whether to leave a form of the window that is not saved. */
export const askToLeave = (window: BrowserWindow, t: Translate): Promise<boolean> =>
  ask(window, {
    title: t('editor.leave.title'),
    text: t('editor.leave.text'),
    stay: t('editor.leave.stay'),
    leave: t('editor.leave.leave'),
  })
