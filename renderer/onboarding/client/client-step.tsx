import type { Account } from '../../../contract/account.ts'
import type { GuideClient } from '../../../contract/guide.ts'
import type { Onboarding } from '../../../contract/onboarding.ts'
import type { Translate } from '../../../words/translate.ts'
import { LinkButton } from '../../components/link-button.tsx'
import { ClientChoice } from '../../guides/client-choice.tsx'
import { likeliestClient } from '../../guides/client-choices.ts'
import { GuideView } from '../../guides/guide-view.tsx'
import { Section } from '../../layout/page.tsx'
import { useAct } from '../../state/use-act.ts'
import { useWindowState } from '../../state/window-state.ts'
import { useWords } from '../../state/words.tsx'
import { SetupFrame } from '../setup-frame.tsx'
import { pathOfStep, useOnboardingActs, type StepProps } from '../use-onboarding.ts'
import { FirstCall } from './first-call.tsx'
import { useEffect, useState } from 'react'
import { useTunnel } from '../../state/use-tunnel.ts'
import { watchCalls, watchFromZero, type Watch } from './watch-calls.ts'

/** The forwards that a mail app has called since the screen opened. */
const useWatch = ({ id, forwards: configured }: Account): Watch => {
  const forwards = useTunnel(id, (tunnel) =>
    tunnel?.forwards.map((forward) => ({ id: forward.id, traffic: forward.traffic, programs: forward.programs })),
  )
  const [watch, setWatch] = useState<Watch>(() =>
    forwards === undefined ? watchFromZero(configured.map((forward) => forward.id)) : watchCalls({}, forwards),
  )
  useEffect(() => {
    if (forwards !== undefined) setWatch((before) => watchCalls(before, forwards))
  }, [forwards])
  return watch
}

/** The words of Continue. Without a call of the mail app they say that the person sets it up later. */
const wordsOfContinue = (t: Translate, client: GuideClient, isCalled: boolean): string => {
  if (client === 'new-outlook') return t('setup.client.without')
  return isCalled ? t('setup.continue') : t('setup.client.later')
}

/** The step of the mail app: its choice, its guide, and its first call. */
export const ClientStep = ({ onboarding, account }: StepProps) =>
  account === undefined ? null : <ClientSetup onboarding={onboarding} account={account} />

const ClientSetup = ({ onboarding, account }: { readonly onboarding: Onboarding; readonly account: Account }) => {
  const { t } = useWords()
  const { change, goOn } = useOnboardingActs('client')
  const platform = useWindowState(({ about }) => about.platform)
  const client = onboarding.client ?? likeliestClient(platform)
  const watch = useWatch(account)
  const next = useAct(() => goOn({ client }))
  const isCalled = Object.values(watch).some((watched) => watched.isCalled)
  return (
    <SetupFrame
      step="client"
      state={{ onboarding, account }}
      title={t('setup.client.title')}
      onContinue={() => void next.run()}
      continueWords={wordsOfContinue(t, client, isCalled)}
      isBusy={next.isBusy}
      failure={next.failure}
    >
      <ClientChoice value={client} isLabelSeen={false} onChange={(chosen) => change({ client: chosen })} />
      <Section title={t(`guides.client.${client}`)}>
        <GuideView
          account={account}
          client={client}
          lackAct={<LinkButton to={pathOfStep('mail')}>{t('guide.addPorts')}</LinkButton>}
        />
      </Section>
      {client !== 'new-outlook' && <FirstCall account={account} watch={watch} />}
    </SetupFrame>
  )
}
