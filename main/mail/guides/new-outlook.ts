import type { ClientGuide } from './client-guide.ts'
import { step } from './steps.ts'

/** The new Outlook for Windows cannot use a tunnel: Microsoft's servers fetch the mail, and they cannot reach a port of this computer. */
export const newOutlook: ClientGuide = {
  abilities: { incoming: [], sends: false },
  certificates: 'asked',
  steps: () => [step('new-outlook-classic'), step('new-outlook-other')],
}
