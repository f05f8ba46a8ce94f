import { app, dialog } from 'electron'
import { failureOf, type Failure } from '../../../contract/failure.ts'
import type { Settings } from '../../../contract/settings.ts'
import { failureText } from '../../../words/failure-text.ts'
import { chooseLanguage } from '../../../words/language.ts'
import { createTranslate } from '../../../words/translate.ts'

/** The failure that ended a start. An error that is no failure is a fault of Postern. */
export const startFailure = (error: unknown): Failure =>
  failureOf(error) ?? { code: 'program-fault', said: error instanceof Error ? error.message : String(error) }

/** Shows a failure before there is a window, in the person's language. Resolves when the person has closed it. */
export const showStartFailure = async (failure: Failure, language: Settings['language'] = 'system'): Promise<void> => {
  await app.whenReady()
  const t = createTranslate(chooseLanguage(language, process.env, app.getLocale()))
  const { message, next } = failureText(t, failure)
  await dialog.showMessageBox({ type: 'error', title: app.getName(), message, detail: next, buttons: [t('common.close')] })
}
