import type { App } from 'electron'

/** As electron-builder.yml gives it to the installer, which writes it on the shortcut in the Start menu. */
const applicationId = 'org.postern.Postern'

/** Windows shows a notification only where the program goes by the id of a shortcut in the Start menu, whose name and icon it takes. */
export const nameApplication = (app: Pick<App, 'setAppUserModelId'>, platform: NodeJS.Platform): void => {
  if (platform === 'win32') app.setAppUserModelId(applicationId)
}
