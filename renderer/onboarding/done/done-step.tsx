import type { Account } from '../../../contract/account.ts'
import type { Onboarding } from '../../../contract/onboarding.ts'
import type { TunnelState } from '../../../contract/tunnel-state.ts'
import { forwardName, hostAndPort } from '../../../words/forward-words.ts'
import { printable } from '../../../words/printable.ts'
import { AccountFailure } from '../../accounts/account-failure.tsx'
import { Button } from '../../components/button.tsx'
import { Copyable } from '../../components/copy-button.tsx'
import { markStateOf } from '../../../words/mark-state.ts'
import { FailureNotice } from '../../components/notice.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { LogInItemSetting } from '../../settings/log-in-item-setting.tsx'
import { call } from '../../postern-client.ts'
import { useAct } from '../../state/use-act.ts'
import { useTunnel } from '../../state/use-tunnel.ts'
import { useWindowState } from '../../state/window-state.ts'
import { useWords } from '../../state/words.tsx'
import { SetupFrame } from '../setup-frame.tsx'
import { useOnboardingActs, type StepProps } from '../use-onboarding.ts'
import './done-step.css'
import { keptRunningBy } from './kept-running-by.ts'
import { connectTimesByUse } from '../../accounts/connect-times.ts'
import { editOfAccount } from '../../accounts/edit-of-account.ts'
import { RadioInput } from '../../components/radio-input.tsx'

/** The result of the wizard, and how Postern starts and connects from now on. */
export const DoneStep = ({ onboarding, account }: StepProps) =>
  account === undefined ? null : <Done onboarding={onboarding} account={account} />

const Done = ({ onboarding, account }: { readonly onboarding: Onboarding; readonly account: Account }) => {
  const { t } = useWords()
  const { finish } = useOnboardingActs('done')
  const end = useAct(finish)
  const connect = useAct(() => call('connect', { accountId: account.id }))
  const state = useTunnel(account.id, (tunnel) => tunnel?.state.name ?? 'stopped')
  const mark = useTunnel(account.id, markStateOf)
  const stay = useWindowState(({ desktop, about }) => keptRunningBy(desktop, about.platform))
  const forwards = account.forwards.filter(({ enabled }) => enabled)
  return (
    <SetupFrame
      step="done"
      state={{ onboarding, account }}
      title={t('setup.done.title')}
      onContinue={() => void end.run()}
      continueWords={t('setup.done.finish')}
      isBusy={end.isBusy}
      failure={end.failure}
    >
      <div className="done-step-state">
        <StateMark state={mark} size={32} />
        <p role="status">{t(`setup.done.state.${wordOf(state)}`, { server: printable(account.host) })}</p>
      </div>
      <AccountFailure account={account} />
      {state === 'stopped' && (
        <div>
          <Button isPending={connect.isBusy} onPress={() => void connect.run()}>
            {t('accounts.act.connect')}
          </Button>
        </div>
      )}
      {connect.failure !== undefined && <FailureNotice failure={connect.failure} />}
      {forwards.length > 0 && (
        <div>
          <p>{t('setup.done.ports')}</p>
          <ul>
            {forwards.map((forward) => {
              const name = forwardName(t, forward)
              const address = hostAndPort(forward.bindAddress, forward.bindPort)
              return (
                <li key={forward.id} className="done-step-port">
                  <span>{name}</span>
                  <Copyable text={address} what={t('accounts.addressOf', { forward: name })} />
                </li>
              )
            })}
          </ul>
        </div>
      )}
      <p>{t(`setup.done.where.${stay}`, { account: account.name })}</p>
      <div className="done-step-offers">
        <ConnectChoice account={account} />
        <LogInItemSetting />
      </div>
    </SetupFrame>
  )
}

const wordOf = (state: TunnelState['name']): 'connected' | 'waiting' | 'connecting' | 'offline' | 'stopped' => {
  switch (state) {
    case 'connected':
    case 'waiting':
    case 'connecting':
    case 'offline':
      return state
    case 'retrying':
    case 'blocked':
    case 'stopped':
      return 'stopped'
  }
}

/** The choice of the time at which the account connects. The account's form has the same choice. */
const ConnectChoice = ({ account }: { readonly account: Account }) => {
  const { t } = useWords()
  const set = useAct((connect: Account['connect']) => call('editAccount', editOfAccount(account, { connect })))
  return (
    <div className="done-step-choice">
      <RadioInput
        label={t('setup.done.connect')}
        choices={connectTimesByUse.map((value) => ({
          value,
          name: t(`editor.connectWhen.${value}`),
          description: t(`editor.connectUse.${value}`),
          isDisabled: set.isBusy,
        }))}
        value={account.connect}
        onChange={(connect) => void set.run(connect)}
      />
      {set.failure !== undefined && <FailureNotice failure={set.failure} />}
    </div>
  )
}
