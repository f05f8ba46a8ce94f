import type { App } from 'electron'

/** The `appId` of electron-builder.yml, which the installer writes to the shortcut in the Start menu. */
const applicationId = 'org.postern.Postern'

/** Windows shows a notification only if the program has the id of a shortcut in the Start menu, and shows the shortcut's name and icon. */
export const nameApplication = (app: Pick<App, 'setAppUserModelId'>, platform: NodeJS.Platform): void => {
  if (platform === 'win32') app.setAppUserModelId(applicationId)
}
