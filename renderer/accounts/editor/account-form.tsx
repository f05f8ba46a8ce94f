import { useState } from 'react'
import { FormProvider, useForm, useWatch, type FieldPath } from 'react-hook-form'
import { useLocation } from 'wouter'
import type { Account } from '../../../contract/account.ts'
import { printable } from '../../../words/printable.ts'
import { Button } from '../../components/button.tsx'
import { Acts, Dialog } from '../../components/dialog.tsx'
import { focusFirstWrong } from '../../components/focus-first-wrong.ts'
import { LinkButton } from '../../components/link-button.tsx'
import { FailureNotice } from '../../components/notice.tsx'
import { say } from '../../components/toasts.tsx'
import { Section } from '../../layout/page.tsx'
import { call } from '../../postern-client.ts'
import { failureToShow } from '../../state/failure-to-show.ts'
import { useAct } from '../../state/use-act.ts'
import { useWindowState } from '../../state/window-state.ts'
import { useWords } from '../../state/words.tsx'
import { useRemoveAccount } from '../use-remove-account.ts'
import './account-form.css'
import { accountResolver, type ParsedDraft } from './account-resolver.ts'
import type { AccountValues } from './account-values.ts'
import { changesConnection } from './changes-connection.ts'
import { ConnectionFields } from './connection-fields.tsx'
import { ForwardsSection } from './forwards-section.tsx'
import { LogInSection } from './log-in-section.tsx'
import { problemOfFailure } from './problem.ts'
import { ServerFields } from './server-fields.tsx'
import { useLeaveGuard, type LeaveGuard } from './use-leave-guard.ts'
import { wrongFields } from './wrong-fields.ts'

/** The form of `account`, or of a new account. */
export const AccountForm = ({
  account,
  initial,
  back,
}: {
  readonly account: Account | undefined
  readonly initial: AccountValues
  readonly back: string
}) => {
  const { t } = useWords()
  const [, go] = useLocation()
  const form = useForm<AccountValues, unknown, ParsedDraft>({
    defaultValues: initial,
    resolver: accountResolver,
    shouldFocusError: false,
  })
  const { errors, isDirty } = form.formState
  const guard = useLeaveGuard(isDirty)
  const [wasTried, setTried] = useState(false)

  const save = useAct(async (draft: ParsedDraft) => {
    try {
      const saved = await (account === undefined
        ? call('addAccount', { draft })
        : call('editAccount', { accountId: account.id, draft }))
      guard.release()
      say({ text: t('editor.saved', { account: printable(saved.name) }) })
      go(`/accounts/${saved.id}`)
    } catch (error) {
      const problem = problemOfFailure(failureToShow(error))
      if (problem === undefined) throw error
      // problemOfFailure has checked that the form has this field.
      form.setError(problem.field as FieldPath<AccountValues>, { type: 'main', message: problem.reason })
    }
  })

  const submit = form.handleSubmit(async (draft) => {
    await save.run(draft)
  })

  const wrong = wrongFields(t, errors, form.getValues())
  return (
    <FormProvider {...form}>
      <form
        className="editor"
        noValidate
        onSubmit={(event) => {
          void submit(event).finally(() => {
            setTried(true)
            // React-hook-form would focus by the order in which the fields were registered.
            focusFirstWrong()
          })
        }}
      >
        <ServerFields isNew={account === undefined} />
        <ForwardsSection accountId={account?.id} />
        <LogInSection accountId={account?.id} />
        <ConnectionFields accountId={account?.id} />
        {wasTried && wrong.length > 0 && (
          <p role="alert" className="editor-wrong">
            {t('editor.wrong', { count: wrong.length, fields: wrong.join(', ') })}
          </p>
        )}
        {save.failure !== undefined && <FailureNotice failure={save.failure} />}
        <Acts>
          <LinkButton to={back}>{t('editor.cancel')}</LinkButton>
          <SaveButton account={account} initial={initial} isBusy={save.isBusy} />
        </Acts>
      </form>
      {account !== undefined && (
        <RemoveSection
          account={account}
          onRemoved={() => {
            guard.release()
            go('/')
          }}
        />
      )}
      <LeaveQuestion guard={guard} />
    </FormProvider>
  )
}

/** The button's words name the reconnect if the tunnel runs and a change affects it. */
const SaveButton = ({
  account,
  initial,
  isBusy,
}: {
  readonly account: Account | undefined
  readonly initial: AccountValues
  readonly isBusy: boolean
}) => {
  const { t } = useWords()
  const values = useWatch<AccountValues>() as AccountValues
  const isUp = useWindowState(({ tunnels }) =>
    tunnels.some(({ accountId, state }) => accountId === account?.id && state.name !== 'waiting' && state.name !== 'stopped'),
  )
  const reconnects = isUp && changesConnection(initial, values)
  const words = account === undefined ? 'add' : reconnects ? 'reconnect' : 'save'
  return (
    <Button type="submit" look="act" isPending={isBusy}>
      {t(isBusy ? 'editor.saving' : `editor.save.${words}`)}
    </Button>
  )
}

/** Removes the whole account; a message then offers the undo. */
const RemoveSection = ({ account, onRemoved }: { readonly account: Account; readonly onRemoved: () => void }) => {
  const { t } = useWords()
  const remove = useRemoveAccount(account, onRemoved)
  return (
    <div className="editor-end">
      <Section title={t('editor.removeTitle')}>
        <p className="quiet">{t('editor.removeUse')}</p>
        <div className="editor-foot">
          <Button look="danger" isDisabled={remove.isBusy} onPress={() => void remove.run()}>
            {t('editor.removeAccount')}
          </Button>
          {remove.failure !== undefined && <FailureNotice failure={remove.failure} />}
        </div>
      </Section>
    </div>
  )
}

/** Asks before typed text is lost. */
const LeaveQuestion = ({ guard }: { readonly guard: LeaveGuard }) => {
  const { t } = useWords()
  if (!guard.isAsked) return null
  return (
    <Dialog title={t('editor.leave.title')} onClose={guard.stay} isAlert>
      <p>{t('editor.leave.text')}</p>
      <Acts>
        <Button look="danger" onPress={guard.leave}>
          {t('editor.leave.leave')}
        </Button>
        <Button look="act" autoFocus onPress={guard.stay}>
          {t('editor.leave.stay')}
        </Button>
      </Acts>
    </Dialog>
  )
}
