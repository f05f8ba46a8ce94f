import { useController, useFormContext } from 'react-hook-form'
import { ChoiceInput } from '../../components/choice.tsx'
import { SwitchInput } from '../../components/switch-input.tsx'
import { Section } from '../../layout/page.tsx'
import { useWindowState } from '../../state/window-state.ts'
import { useWords } from '../../state/words.tsx'
import { printable } from '../../../words/printable.ts'
import { connectTimesByUse } from '../connect-times.ts'
import type { AccountValues } from './account-values.ts'
import { FormText } from './form-text.tsx'
import { jumpChoices } from './jump-choices.ts'
import { LingerField } from './linger-field.tsx'
import { More } from './more.tsx'
import { problemWords } from './problem.ts'

/** The time at which the account connects, and the options that few people need. */
export const ConnectionFields = ({ accountId }: { readonly accountId: string | undefined }) => {
  const { t, language } = useWords()
  const { control } = useFormContext<AccountValues>()
  const accounts = useWindowState((state) => state.accounts)
  const connect = useController({ control, name: 'connect' })
  const jump = useController({ control, name: 'jumpAccountId' })
  const compression = useController({ control, name: 'compression' })
  const reason = jump.fieldState.error?.message
  return (
    <Section title={t('editor.connection')}>
      <ChoiceInput
        label={t('editor.connect')}
        description={t(`editor.connectUse.${connect.field.value}`)}
        choices={connectTimesByUse.map((value) => ({ value, name: t(`editor.connectWhen.${value}`) }))}
        value={connect.field.value}
        onChange={connect.field.onChange}
      />
      {connect.field.value === 'on-first-use' && <LingerField />}
      <More title={t('editor.more')} fields={['jumpAccountId', 'trustedFingerprint', 'mailAddress', 'mailUser']}>
        <ChoiceInput
          label={t('editor.jump')}
          description={t('editor.jumpUse')}
          choices={[
            { value: '', name: t('editor.jumpNone') },
            ...jumpChoices(accounts, accountId).map(({ id, name }) => ({ value: id, name: printable(name) })),
          ]}
          value={jump.field.value}
          onChange={jump.field.onChange}
          error={reason === undefined ? undefined : problemWords(t, language, reason)}
        />
        <div>
          <SwitchInput isOn={compression.field.value} onChange={compression.field.onChange}>
            {t('editor.compression')}
          </SwitchInput>
          <p className="quiet">{t('editor.compressionUse')}</p>
        </div>
        <FormText
          name="trustedFingerprint"
          label={t('editor.trustedFingerprint')}
          description={t('editor.trustedFingerprintUse')}
          isCode
        />
        <FormText name="mailAddress" label={t('editor.mailAddress')} description={t('editor.mailAddressUse')} isCode />
        <FormText name="mailUser" label={t('editor.mailUser')} description={t('editor.mailUserUse')} isCode />
      </More>
    </Section>
  )
}
