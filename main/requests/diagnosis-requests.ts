import type { Desktop } from '../../contract/desktop.ts'
import type { Core } from '../core.ts'
import { diagnosisText } from '../diagnosis/diagnosis-text.ts'
import { gatherDiagnosis } from '../diagnosis/gather-diagnosis.ts'
import { readAbout, type AboutRequestParts } from './about-requests.ts'
import type { RequestHandlers } from './request-handlers.ts'
import type { WindowTunnels } from './window-tunnels.ts'

export interface DiagnosisRequestParts extends AboutRequestParts, Pick<Core, 'settings' | 'accounts' | 'identities'> {
  readonly tunnels: Pick<WindowTunnels, 'status'>
  readonly desktop: Desktop
}

export const diagnosisRequests = ({
  tunnels,
  desktop,
  ...parts
}: DiagnosisRequestParts): Pick<RequestHandlers, 'getDiagnosis'> => ({
  getDiagnosis: async ({ withNames }) => {
    const facts = await gatherDiagnosis({
      ...desktop,
      ...parts,
      about: () => readAbout(parts),
      tunnels: () => Promise.resolve(tunnels.status()),
    })
    return diagnosisText(facts, { withNames })
  },
})
