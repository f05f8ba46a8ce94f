import { useState } from 'react'
import { useLocation } from 'wouter'
import type { Account } from '../../contract/account.ts'
import { printable } from '../../words/printable.ts'
import { Button } from '../components/button.tsx'
import type { Comparison } from '../host-trust/compare-fingerprint.ts'
import { call } from '../postern-client.ts'
import { useAct } from '../state/use-act.ts'
import { useRequest } from '../state/use-request.ts'
import { useWords } from '../state/words.tsx'
import { SetupFrame } from './setup-frame.tsx'
import { hostKeyFailure } from './trust/host-key-failure.ts'
import { TrustOffer } from './trust/trust-offer.tsx'
import { useOnboardingActs, type StepProps } from './use-onboarding.ts'

/** The second screen: is it really your server? The account exists from here on. */
export const TrustStep = ({ onboarding, account }: StepProps) =>
  account === undefined ? null : <Trust onboarding={onboarding} account={account} />

const Trust = ({ onboarding, account }: StepProps & { readonly account: Account }) => {
  const { t } = useWords()
  const [, go] = useLocation()
  const { goOn } = useOnboardingActs('trust')
  const accountId = account.id
  const { answer, failure, isAsking, again } = useRequest('getHostKey', { accountId })
  const [comparison, setComparison] = useState<Comparison>('empty')
  const offer = isAsking || failure !== undefined ? undefined : answer
  const isKnown = offer?.verdict.verdict === 'trusted'
  const refused = offer && hostKeyFailure(offer)

  const trust = useAct(async (fingerprint: string) => {
    if (!isKnown) await call('trustHostKey', { accountId, fingerprint })
    await goOn()
  })
  // The page about a changed key shows the failure of a connection, so this act connects first.
  const look = useAct(async () => {
    await call('connect', { accountId })
    go(`/accounts/${accountId}/host-key`)
  })

  const askAgain = (): void => {
    trust.forgetFailure()
    look.forgetFailure()
    setComparison('empty')
    again()
  }

  // SECURITY: with a pasted fingerprint that differs there is no Continue.
  const isClosed = comparison === 'different' || comparison === 'unclear'
  const onContinue =
    offer === undefined || refused !== undefined || isClosed ? undefined : () => void trust.run(offer.hostKey.fingerprint)
  const host = printable(account.host)
  return (
    <SetupFrame
      step="trust"
      state={{ onboarding, account }}
      title={t('setup.trust.title')}
      onContinue={onContinue}
      continueWords={t(isKnown ? 'setup.continue' : 'setup.trust.trust')}
      isBusy={trust.isBusy}
      failure={trust.failure ?? look.failure ?? refused ?? (isAsking ? undefined : failure)}
      failureActs={
        trust.failure === undefined && refused?.code === 'host-key-changed' ? (
          <Button onPress={() => void look.run()} isDisabled={look.isBusy}>
            {t('accounts.step.host-key')}
          </Button>
        ) : (
          <Button onPress={askAgain}>{t('common.tryAgain')}</Button>
        )
      }
    >
      <p role="status" className={isAsking ? 'quiet' : 'unseen'}>
        {isAsking ? t('setup.trust.asking', { host }) : offer !== undefined && t('setup.trust.shown', { host })}
      </p>
      {offer !== undefined && refused === undefined && <TrustOffer offer={offer} onCompared={setComparison} />}
    </SetupFrame>
  )
}
