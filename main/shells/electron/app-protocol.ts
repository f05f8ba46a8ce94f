import { protocol, type Session } from 'electron'
import { answerFile } from './answer-file.ts'
import { appScheme } from './app-address.ts'

/**
 * Declares the scheme `app:`. Electron allows this only once, and before it is ready.
 *
 * SECURITY: a standard scheme has an origin, so that 'self' in the policy means only the window's own files, and no file: address. The
 * scheme gets no other privilege: no exception from the policy, no service worker.
 */
export const declareAppScheme = (): void =>
  protocol.registerSchemesAsPrivileged([{ scheme: appScheme, privileges: { standard: true, secure: true } }])

/** Serves the window's files from `folder` to this session alone. */
export const serveApp = ({ protocol: ofSession }: Session, folder: string): void =>
  ofSession.handle(appScheme, (request) => answerFile(request, folder))
