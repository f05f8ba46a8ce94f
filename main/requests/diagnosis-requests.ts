import type { Desktop } from '../../contract/desktop.ts'
import type { Core } from '../core.ts'
import { diagnosisText } from '../diagnosis/diagnosis-text.ts'
import { gatherDiagnosis } from '../diagnosis/gather-diagnosis.ts'
import { readAbout, type AboutDependencies } from './about-requests.ts'
import type { TunnelService } from '../tunnels/tunnel-service.ts'
import type { RequestHandlers } from './request-handlers.ts'

export interface DiagnosisRequestDependencies extends AboutDependencies, Pick<Core, 'settings' | 'accounts' | 'identities'> {
  readonly tunnels: Pick<TunnelService, 'status'>
  readonly desktop: Desktop
}

export const diagnosisRequests = ({
  tunnels,
  desktop,
  ...dependencies
}: DiagnosisRequestDependencies): Pick<RequestHandlers, 'getDiagnosis'> => ({
  getDiagnosis: async ({ withNames }) => {
    const facts = await gatherDiagnosis({
      ...desktop,
      ...dependencies,
      about: () => readAbout(dependencies),
      tunnels: () => Promise.resolve(tunnels.status()),
    })
    return diagnosisText(facts, { withNames })
  },
})
