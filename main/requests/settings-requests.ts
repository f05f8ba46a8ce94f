import type { Settings } from '../../contract/settings.ts'
import type { Core } from '../core.ts'
import type { RequestHandlers } from './request-handlers.ts'
import type { TellWindow } from './window-subscribers.ts'

export interface SettingsRequestParts extends Pick<Core, 'settings' | 'changeSettings'> {
  readonly tell: TellWindow
  /** What follows the settings as they change. */
  readonly onChanged: (settings: Settings) => void
}

export const settingsRequests = ({
  settings,
  changeSettings,
  tell,
  onChanged,
}: SettingsRequestParts): Pick<RequestHandlers, 'getSettings' | 'changeSettings'> => ({
  getSettings: () => settings(),
  changeSettings: async ({ change }) => {
    const changed = await changeSettings(change)
    onChanged(changed)
    tell('SettingsChanged', changed)
    return changed
  },
})
