import type { Account } from '../../../contract/account.ts'
import { printable } from '../../../words/printable.ts'
import { Button } from '../../components/button.tsx'
import { RadioInput } from '../../components/radio-input.tsx'
import { LineRights } from '../../keys/line-rights.tsx'
import { serverName } from '../../keys/server-name.ts'
import { useWords } from '../../state/words.tsx'
import { mailHostsOf } from '../mail-hosts.ts'
import { SetupFrame } from '../setup-frame.tsx'
import type { StepProps } from '../use-onboarding.ts'
import { ByHand } from './by-hand.tsx'
import { Proven } from './proven.tsx'
import { useInstall } from './use-install.ts'
import type { Failure } from '../../../contract/failure.ts'

const options = ['now', 'by-hand'] as const

export const InstallForm = ({ state, account }: { readonly state: StepProps; readonly account: Account }) => {
  const { t } = useWords()
  const { onboarding } = state
  const { install } = onboarding
  const acts = useInstall(onboarding, account)
  const frame = { step: 'install', state, title: t('setup.install.title') } as const
  const server = serverName(account)

  if (install.proven)
    return (
      // A screen of its own, so that the focus goes to its title.
      <SetupFrame
        key="proven"
        {...frame}
        title={t('setup.install.provenTitle')}
        onContinue={() => void acts.goOn.run()}
        isBusy={acts.goOn.isBusy}
        failure={acts.goOn.failure}
      >
        <Proven identity={onboarding.key.name} server={server} installation={acts.installation} />
      </SetupFrame>
    )

  const act = install.way === 'now' ? acts.install : acts.prove
  const failure = acts.goOnByPassword.failure ?? act.failure
  return (
    <SetupFrame
      {...frame}
      onContinue={() => void act.run()}
      continueWords={t(act.isBusy ? `setup.install.busy.${install.way}` : `setup.install.act.${install.way}`)}
      isBusy={act.isBusy}
      failure={failure}
      failureActs={
        act.failure !== undefined && (
          <InstallFailureActs
            failure={act.failure}
            onAgain={() => void act.run()}
            onByHand={install.way === 'now' ? () => acts.change({ way: 'by-hand' }) : undefined}
          />
        )
      }
    >
      <RadioInput<'now' | 'by-hand'>
        label={t('setup.install.title')}
        isLabelSeen={false}
        choices={options.map((value) => ({
          value,
          name: t(`setup.install.way.${value}`),
          description: t(`setup.install.about.${value}`, { user: printable(account.user), server }),
        }))}
        value={install.way}
        onChange={(way) => {
          // The failure belongs to the other choice.
          acts.install.forgetFailure()
          acts.prove.forgetFailure()
          acts.change({ way })
        }}
      />
      <LineRights
        isRestricted={install.restricted}
        onChange={(restricted) => acts.change({ restricted })}
        mailHosts={mailHostsOf(onboarding)}
      />
      {install.way === 'by-hand' && <ByHand onboarding={onboarding} account={account} />}
      {(install.way === 'by-hand' || act.failure !== undefined) && (
        <div>
          <Button onPress={() => void acts.goOnByPassword.run()} isDisabled={acts.goOnByPassword.isBusy || act.isBusy}>
            {t('setup.install.byPassword')}
          </Button>
        </div>
      )}
      <p role="status" className="quiet keys-status">
        {act.isBusy && t('setup.install.waiting', { server })}
      </p>
    </SetupFrame>
  )
}

/** The next step after a failed install: by hand if the server refused the install, else another try. */
const InstallFailureActs = ({
  failure,
  onAgain,
  onByHand,
}: {
  readonly failure: Failure
  readonly onAgain: () => void
  readonly onByHand: (() => void) | undefined
}) => {
  const { t } = useWords()
  if (failure.code === 'key-install-refused' && onByHand !== undefined)
    return <Button onPress={onByHand}>{t('setup.install.toByHand')}</Button>
  return <Button onPress={onAgain}>{t('common.tryAgain')}</Button>
}
