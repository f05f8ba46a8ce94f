import { useState } from 'react'
import type { Account } from '../../../contract/account.ts'
import type { Identity } from '../../../contract/identity.ts'
import type { Onboarding } from '../../../contract/onboarding.ts'
import { Button } from '../../components/button.tsx'
import { RadioInput } from '../../components/radio-input.tsx'
import { KeyFacts } from '../../keys/key-facts.tsx'
import { MakeKeyFields } from '../../keys/make-key-fields.tsx'
import { useWords } from '../../state/words.tsx'
import { SetupFrame } from '../setup-frame.tsx'
import type { StepProps } from '../use-onboarding.ts'
import { ExistingKey } from './existing-key.tsx'
import { useGoOnWith } from './use-go-on-with.ts'
import { useExistingKey } from './use-existing-key.ts'
import { useNewKey } from './use-new-key.ts'

type Option = 'make' | 'existing' | 'other'
const options = ['make', 'existing', 'other'] as const
const others = ['password', 'agent'] as const

const optionOf = (way: Onboarding['key']['way']): Option => (way === 'make' || way === 'existing' ? way : 'other')

export const KeyForm = ({
  state,
  account,
  identities,
}: {
  readonly state: StepProps
  readonly account: Account
  readonly identities: readonly Identity[]
}) => {
  const { t } = useWords()
  const { key } = state.onboarding
  // The keys that this screen made, which `identities` does not have yet.
  const [added, setAdded] = useState<readonly Identity[]>([])
  const kept = [...identities, ...added]
  const onward = useGoOnWith(account)
  const add = (identity: Identity): void => setAdded((before) => [...before, identity])
  const fresh = useNewKey({ onboarding: state.onboarding, account, kept, onMade: add })
  const existing = useExistingKey({ onboarding: state.onboarding, account, kept, onBroughtIn: add })
  // The wizard's state never holds a taken name while it is typed, so this key was made here.
  const made = key.way === 'make' ? kept.find(({ name }) => name === key.name) : undefined

  const known = [account.host, account.user, account.name]
  const frame = { step: 'key', state, title: t('setup.key.title') } as const
  if (made !== undefined)
    return (
      // A screen of its own, so that the focus goes to its title.
      <SetupFrame
        key="made"
        {...frame}
        title={t('setup.key.madeTitle')}
        onContinue={() => void onward.run({ way: 'kept', name: made.name })}
        isBusy={onward.isBusy}
        failure={onward.failure}
      >
        <p role="status">{t('setup.key.made')}</p>
        <KeyFacts identity={made} />
        <div>
          <Button onPress={() => onward.change({ ...key, way: 'existing', path: '' })}>{t('setup.key.another')}</Button>
        </div>
      </SetupFrame>
    )

  const continueWords =
    key.way === 'make' ? t('setup.key.make') : key.way === 'existing' && existing.isCopy ? t('setup.key.bringIn') : undefined
  const act = key.way === 'make' ? fresh.form.act : key.way === 'existing' && existing.isCopy ? existing.form.act : onward
  const goOn = (): void => {
    if (key.way === 'agent' || key.way === 'password') void onward.run({ way: key.way })
    else if (key.way === 'make') void fresh.form.act.run()
    else if (existing.logIn !== undefined) void onward.run(existing.logIn)
    else if (existing.isCopy) void existing.form.act.run()
    else existing.showMissing()
  }
  return (
    <SetupFrame {...frame} onContinue={goOn} continueWords={continueWords} isBusy={act.isBusy} failure={act.failure}>
      <RadioInput<Option>
        label={t('setup.key.title')}
        isLabelSeen={false}
        choices={options.map((value) => ({ value, name: t(`setup.key.way.${value}`), description: t(`setup.key.about.${value}`) }))}
        value={optionOf(key.way)}
        onChange={(way) =>
          onward.change({
            ...key,
            way: way === 'other' ? 'password' : way,
            ...(way === 'make' ? { name: fresh.form.values.name } : {}),
          })
        }
      />
      {key.way === 'make' && <MakeKeyFields form={fresh.form} known={known} takesEd25519={fresh.takesEd25519} />}
      {key.way === 'existing' && <ExistingKey existing={existing} kept={kept} known={known} />}
      {(key.way === 'agent' || key.way === 'password') && (
        <RadioInput<'password' | 'agent'>
          label={t('setup.key.otherLabel')}
          choices={others.map((value) => ({
            value,
            name: t(`setup.key.way.${value}`),
            description: t(`setup.key.about.${value}`),
          }))}
          value={key.way}
          onChange={(way) => onward.change({ ...key, way })}
        />
      )}
    </SetupFrame>
  )
}
