import { useState, type ReactNode } from 'react'
import { Button } from '../../components/button.tsx'
import { Disclosure } from '../../components/disclosure.tsx'
import { Notice } from '../../components/notice.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { problemWords } from '../../accounts/editor/problem.ts'
import { useWords } from '../../state/words.tsx'
import type { ServerField } from './account-of-server.ts'
import { isComplete, isGuess, withHost, withMailAddress, withoutImport, type Server } from './propose-server.ts'
import { ServerSentence } from './server-sentence.tsx'
import type { TypedServerState } from './use-typed-server.ts'

/** The field for the mail address, and a sentence about the server that follows from it. A button opens the fields behind the sentence. */
export const TypedServer = ({ typed }: { readonly typed: TypedServerState }) => {
  const { t, language } = useWords()
  const { server, around, problems, isOpen, fresh, change: onChange } = typed
  const [isOpenedNow, setOpenedNow] = useState(false)
  const { imported } = server

  const field = (name: ServerField, typed: (text: string) => Server = (text) => ({ ...server, [name]: text })) => {
    const reason = problems[name]
    return {
      value: server[name],
      onChange: (text: string) => onChange(typed(text)),
      error: reason === undefined ? undefined : problemWords(t, language, reason),
    }
  }
  const open = (): void => {
    setOpenedNow(true)
    typed.open()
  }

  return (
    <>
      {imported !== undefined && (
        <Notice look="quiet" title={t('setup.server.taken', { source: t(`import.source.${imported.source}`) })}>
          <p>
            {imported.forwards.length === 0
              ? t('setup.server.takenNothingAlong')
              : t('setup.server.takenAlong', { count: imported.forwards.length })}
          </p>
          <Button onPress={() => onChange(withoutImport(server))}>{t('setup.server.takeNothing')}</Button>
        </Notice>
      )}
      <TextInput
        isCode
        // After an import has filled in the server, the mail address is the next field.
        autoFocus={fresh !== undefined}
        type="email"
        label={t('setup.server.mailAddress')}
        description={t(imported === undefined ? 'setup.server.mailAddressUse' : 'setup.server.mailAddressOnly')}
        {...field('mailAddress', (text) => withMailAddress(server, text, around))}
      />
      {!isOpen && (
        <div>
          {isComplete(server) ? (
            <ServerSentence server={server} isGuess={isGuess(server)} onChange={open} />
          ) : (
            <Button onPress={open}>{t('setup.server.open')}</Button>
          )}
        </div>
      )}
      {isOpen && (
        <>
          <TextInput
            isCode
            autoFocus={isOpenedNow}
            label={t('setup.server.host')}
            description={t('setup.server.hostUse')}
            {...field('host', (text) => withHost(server, text, around))}
          />
          <TextInput isCode label={t('editor.user')} {...field('user')} />
          <TextInput label={t('editor.name')} description={t('editor.nameUse')} {...field('name')} />
          <MoreFields server={server} isWrong={problems.port !== undefined || problems.mailHost !== undefined}>
            <TextInput isCode inputMode="numeric" label={t('editor.port')} {...field('port')} />
            <TextInput
              isCode
              label={t('setup.server.mailHost')}
              description={t('setup.server.mailHostUse')}
              {...field('mailHost')}
            />
          </MoreFields>
        </>
      )}
    </>
  )
}

/** A disclosure that is open if one of its fields is wrong or has an unusual value. */
const MoreFields = ({
  server: { port, mailHost },
  isWrong,
  children,
}: {
  readonly server: Server
  readonly isWrong: boolean
  readonly children: ReactNode
}) => {
  const { t } = useWords()
  const [isOpen, setOpen] = useState(port !== '22' || mailHost !== '')
  return (
    <Disclosure title={t('editor.more')} level={2} isOpen={isOpen || isWrong} onOpenChange={setOpen}>
      {children}
    </Disclosure>
  )
}
