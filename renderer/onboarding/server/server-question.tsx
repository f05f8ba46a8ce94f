import { useState } from 'react'
import type { ImportedAccount } from '../../../contract/imported-account.ts'
import { focusFirstWrong } from '../../components/focus-first-wrong.ts'
import { LinkButton } from '../../components/link-button.tsx'
import { FailureNotice } from '../../components/notice.tsx'
import { useRequest } from '../../state/use-request.ts'
import { useWords } from '../../state/words.tsx'
import { SetupFrame } from '../setup-frame.tsx'
import type { StepProps } from '../use-onboarding.ts'
import { FoundPlaces } from './found-places.tsx'
import { PastedText } from './pasted-text.tsx'
import './server-question.css'
import { StartAfresh } from './start-afresh.tsx'
import { TypedServer } from './typed-server.tsx'
import { onlyAccount, usablePlaces } from './usable-places.ts'
import { useReadImport } from './use-read-import.ts'
import { useTypedServer } from './use-typed-server.ts'
import { ServerSourceChoice } from './server-source-choice.tsx'

/**
 * Where is your mail? Typed, pasted or found on this computer. A found or pasted server is shown, and then fills in the typed fields.
 *
 * SECURITY: a pasted text may contain a password. It is kept only in this screen's state, which is not stored on disk.
 */
export const ServerQuestion = ({
  state,
  wasBegun,
  onAfresh,
}: {
  readonly state: StepProps
  /** Whether the person has chosen or typed something on an earlier visit. */
  readonly wasBegun: boolean
  readonly onAfresh: () => void
}) => {
  const { t } = useWords()
  const discovery = useRequest('discover', {})
  const found = usablePlaces(discovery.answer ?? [])
  const isLooking = discovery.answer === undefined && discovery.failure === undefined

  const typed = useTypedServer(state)
  const { server } = typed
  const [text, setText] = useState('')
  const reading = useReadImport(text)
  const [isNotOne, setNotOne] = useState(false)

  // The likely source is chosen until the person chooses or types something.
  const [isChosen, setChosen] = useState(wasBegun)
  const chosen = isChosen ? server.way : 'found'
  const way = chosen === 'found' && found.length === 0 ? 'type' : chosen

  const choose = (next: typeof way): void => {
    setChosen(true)
    setNotOne(false)
    typed.change({ ...server, way: next })
  }
  const take = (imported: ImportedAccount): void => {
    setChosen(true)
    setNotOne(false)
    typed.take(imported)
  }
  const takeOnly = (accounts: readonly ImportedAccount[]): void => {
    const only = onlyAccount(accounts)
    if (only !== undefined) {
      take(only)
      return
    }
    setNotOne(true)
    focusFirstWrong()
  }

  return (
    <SetupFrame
      step="server"
      state={state}
      title={t('setup.server.title')}
      onContinue={() => {
        if (way === 'type') typed.goOn()
        else
          takeOnly(way === 'paste' ? (reading.name === 'read' ? reading.accounts : []) : found.flatMap(({ accounts }) => accounts))
      }}
      isBusy={typed.save.isBusy || (way === 'paste' && reading.name === 'reading')}
      failure={way === 'type' ? typed.save.failure : undefined}
    >
      <div className="server-question">
        <p role="status" className={`quiet server-question-looking${found.length > 0 ? ' unseen' : ''}`}>
          {isLooking && t('setup.server.looking')}
          {!isLooking && found.length === 0 && t('setup.server.foundNone')}
        </p>
        <ServerSourceChoice way={way} found={found} onChange={choose} />
        {way === 'found' && <FoundPlaces places={found} onUse={take} isNotOne={isNotOne} />}
        {way === 'paste' && (
          <PastedText
            text={text}
            reading={reading}
            isNotOne={isNotOne}
            onText={(next) => {
              setNotOne(false)
              setText(next)
            }}
            onUse={take}
          />
        )}
        {way === 'type' && (
          <TypedServer
            typed={{
              ...typed,
              change: (next) => {
                setChosen(true)
                typed.change({ ...next, way: 'type' })
              },
            }}
          />
        )}
        {discovery.failure !== undefined && <FailureNotice failure={discovery.failure} />}
        <div className="server-question-other">
          <LinkButton to="/accounts/new" look="quiet">
            {t('setup.server.everything')}
          </LinkButton>
          {wasBegun && <StartAfresh account={state.account} onAfresh={onAfresh} />}
        </div>
      </div>
    </SetupFrame>
  )
}
