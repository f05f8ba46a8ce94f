import { protocol, type Session } from 'electron'
import { answerFile } from './answer-file.ts'
import { appScheme } from './app-address.ts'

/**
 * Declares the scheme `app:`; Electron accepts that before it is ready, and once.
 *
 * SECURITY: a standard scheme has an origin, so that 'self' in the policy means the window's own files and nothing of file:. It is given no
 * more than that: no exception from the policy, no service worker.
 */
export const declareAppScheme = (): void =>
  protocol.registerSchemesAsPrivileged([{ scheme: appScheme, privileges: { standard: true, secure: true } }])

/** Serves the window's files, which stand in `folder`, to this session alone. */
export const serveApp = ({ protocol: ofSession }: Session, folder: string): void =>
  ofSession.handle(appScheme, (request) => answerFile(request, folder))
