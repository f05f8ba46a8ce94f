import { useState } from 'react'
import { ToggleButton } from 'react-aria-components'
import { TextInput, type TextInputProps } from '../components/text-input.tsx'
import { useWords } from '../state/words.tsx'

type Props = Pick<TextInputProps, 'label' | 'value' | 'onChange' | 'error' | 'autoFocus'>

/** A field whose text is hidden until the person shows it. The browser does not offer to save the text. */
export const SecretInput = (props: Props) => {
  const { t } = useWords()
  const [isShown, setShown] = useState(false)
  return (
    <TextInput
      {...props}
      isCode
      type={isShown ? 'text' : 'password'}
      // Browsers ignore "off" for passwords; this value keeps them from offering to save it.
      autoComplete="new-password"
      after={
        <ToggleButton className="button button-quiet" isSelected={isShown} onChange={setShown} aria-label={t('prompts.showSecret')}>
          {t(isShown ? 'prompts.hide' : 'prompts.show')}
        </ToggleButton>
      }
    />
  )
}
