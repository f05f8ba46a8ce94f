import { useEffect, useRef, useState } from 'react'
import { useController, useFormContext } from 'react-hook-form'
import type { AuthenticationMethodName } from '../../../contract/account.ts'
import { Button } from '../../components/button.tsx'
import { SwitchInput } from '../../components/switch-input.tsx'
import { useWords } from '../../state/words.tsx'
import type { AccountValues } from './account-values.ts'
import { problemWords } from './problem.ts'

type Direction = 'earlier' | 'later'

/** The authentication methods, each on or off, in the order in which they are tried. */
export const MethodList = () => {
  const { t, language } = useWords()
  const { control } = useFormContext<AccountValues>()
  const { field, fieldState } = useController({ control, name: 'authentication' })
  const [move, setMove] = useState<{ readonly method: AuthenticationMethodName; readonly direction: Direction }>()
  const list = useRef<HTMLOListElement>(null)
  const methods = field.value

  // The pressed button of the moved row keeps the focus. At an end of the list that button is disabled, so the row's other button gets the
  // focus.
  useEffect(() => {
    if (move === undefined) return
    const buttons = list.current?.querySelectorAll<HTMLButtonElement>(`[data-method="${move.method}"] button`) ?? []
    const [earlier, later] = buttons
    const [wanted, other] = move.direction === 'earlier' ? [earlier, later] : [later, earlier]
    const next = wanted?.disabled === false ? wanted : other
    next?.focus()
  }, [move])

  const go = (index: number, direction: Direction): void => {
    const to = direction === 'earlier' ? index - 1 : index + 1
    const [one, other] = [methods[index], methods[to]]
    if (one === undefined || other === undefined) return
    field.onChange(methods.with(index, other).with(to, one))
    setMove({ method: one.method, direction })
  }

  const switchTo = (index: number, isOn: boolean): void =>
    field.onChange(methods.map((one, at) => (at === index ? { ...one, isOn } : one)))

  const place = methods.findIndex(({ method }) => method === move?.method) + 1
  const reason = fieldState.error?.message
  return (
    <div
      className="editor-methods"
      role="group"
      aria-labelledby="editor-methods"
      data-invalid={reason === undefined ? undefined : true}
    >
      <span id="editor-methods" className="field-label">
        {t('editor.methods')}
      </span>
      <span className="field-description">{t('editor.methodsOrder')}</span>
      <ol ref={list} className="editor-method-list">
        {methods.map(({ method, isOn }, index) => {
          const name = t(`editor.method.${method}`)
          return (
            <li key={method} className="editor-method" data-method={method}>
              <SwitchInput isOn={isOn} onChange={(on) => switchTo(index, on)}>
                <span className="editor-method-name">{name}</span>
                <span className="quiet">{t(`editor.methodUse.${method}`)}</span>
              </SwitchInput>
              <span className="editor-method-acts">
                <Button
                  look="quiet"
                  isDisabled={index === 0}
                  aria-label={t('editor.moveEarlier', { method: name })}
                  onPress={() => go(index, 'earlier')}
                >
                  {t('editor.earlier')}
                </Button>
                <Button
                  look="quiet"
                  isDisabled={index === methods.length - 1}
                  aria-label={t('editor.moveLater', { method: name })}
                  onPress={() => go(index, 'later')}
                >
                  {t('editor.later')}
                </Button>
              </span>
            </li>
          )
        })}
      </ol>
      {reason !== undefined && <span className="field-error">{problemWords(t, language, reason)}</span>}
      <span role="status" className="unseen">
        {move !== undefined && t('editor.moved', { method: t(`editor.method.${move.method}`), place, all: methods.length })}
      </span>
    </div>
  )
}
