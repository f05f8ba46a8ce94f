import type { Settings } from '../../contract/settings.ts'
import type { Core } from '../core.ts'
import type { EmitToWindow, RequestHandlers } from './request-handlers.ts'

export interface SettingsRequestDependencies extends Pick<Core, 'settings' | 'changeSettings'> {
  readonly emit: EmitToWindow
  /** Called with the settings after each change. */
  readonly onChanged: (settings: Settings) => void
}

export const settingsRequests = ({
  settings,
  changeSettings,
  emit,
  onChanged,
}: SettingsRequestDependencies): Pick<RequestHandlers, 'getSettings' | 'changeSettings'> => ({
  getSettings: () => settings(),
  changeSettings: async ({ change }) => {
    const changed = await changeSettings(change)
    onChanged(changed)
    emit('SettingsChanged', changed)
    return changed
  },
})
