import { useFormContext } from 'react-hook-form'
import { Section } from '../../layout/page.tsx'
import { useWindowState } from '../../state/window-state.ts'
import { useWords } from '../../state/words.tsx'
import type { AccountValues } from './account-values.ts'
import { FormText } from './form-text.tsx'
import { proposedName } from './proposed-name.ts'

/** The SSH server and the user on it. The name follows the host of a new account until the person types one. */
export const ServerFields = ({ isNew }: { readonly isNew: boolean }) => {
  const { t } = useWords()
  const { getValues, setValue, formState } = useFormContext<AccountValues>()
  const { dirtyFields, isSubmitted } = formState
  const names = useWindowState(({ accounts }) => accounts).map(({ name }) => name)

  const propose = (host: string): void => {
    if (isNew && (dirtyFields.name !== true || getValues('name') === ''))
      setValue('name', proposedName(host, names), { shouldValidate: isSubmitted })
  }

  return (
    <Section title={t('editor.server')}>
      <div className="editor-pair">
        <FormText name="host" label={t('editor.host')} description={t('editor.hostExample')} isCode onTyped={propose} />
        <FormText name="port" label={t('editor.port')} isCode isNumber />
      </div>
      <FormText name="user" label={t('editor.user')} isCode />
      <FormText name="name" label={t('editor.name')} description={t('editor.nameUse')} />
    </Section>
  )
}
