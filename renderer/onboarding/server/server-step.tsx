import { useState } from 'react'
import { newOnboarding } from '../../../contract/onboarding.ts'
import { changeOnboarding } from '../../state/keep-onboarding.ts'
import { useWindowState } from '../../state/window-state.ts'
import { isBegun } from '../is-begun.ts'
import type { StepProps } from '../use-onboarding.ts'
import { ServerQuestion } from './server-question.tsx'

/** The first screen. It begins again, as on a first visit, when the person empties it. */
export const ServerStep = (state: StepProps) => {
  const userName = useWindowState(({ about }) => about.userName)
  const [visit, setVisit] = useState({ number: 1, wasBegun: isBegun(state.onboarding, userName) })
  return (
    <ServerQuestion
      key={visit.number}
      state={state}
      wasBegun={visit.wasBegun}
      onAfresh={() => {
        changeOnboarding(newOnboarding(userName))
        setVisit({ number: visit.number + 1, wasBegun: false })
      }}
    />
  )
}
