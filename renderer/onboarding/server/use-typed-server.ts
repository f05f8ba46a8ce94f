import { useState } from 'react'
import type { ImportedAccount } from '../../../contract/imported-account.ts'
import { problemOfFailure } from '../../accounts/editor/problem.ts'
import { focusFirstWrong } from '../../components/focus-first-wrong.ts'
import { failureToShow } from '../../state/failure-to-show.ts'
import { useAct, type Act } from '../../state/use-act.ts'
import { useWindowState } from '../../state/window-state.ts'
import { useOnboardingActs, type StepProps } from '../use-onboarding.ts'
import { problemsInSight, serverFields, type ServerProblems } from './account-of-server.ts'
import { isComplete, withImport, type Server, type ProposalContext } from './propose-server.ts'
import { useSaveServer } from './use-save-server.ts'

export interface TypedServerState {
  readonly server: Server
  readonly around: ProposalContext
  readonly problems: ServerProblems
  /** Whether the fields behind the sentence are open. */
  readonly isOpen: boolean
  readonly open: () => void
  /** An import that the person has chosen since the screen opened. */
  readonly fresh: ImportedAccount | undefined
  readonly change: (server: Server) => void
  readonly take: (imported: ImportedAccount) => void
  /** Saves the account and goes on, or shows the problems. */
  readonly goOn: () => void
  readonly save: Pick<Act<[]>, 'isBusy' | 'failure'>
}

/** The state of the fields of the first screen. */
export const useTypedServer = ({ onboarding, account }: StepProps): TypedServerState => {
  const { server } = onboarding
  const acts = useOnboardingActs('server')
  const userName = useWindowState(({ about }) => about.userName)
  const accounts = useWindowState((state) => state.accounts)
  const [isOpen, setOpen] = useState(server.host !== '' && !isComplete(server))
  const [problems, setProblems] = useState<ServerProblems>({})
  const [fresh, setFresh] = useState<ImportedAccount>()
  const around = { userName, names: accounts.filter(({ id }) => id !== account?.id).map(({ name }) => name) }

  const showProblems = (wrong: ServerProblems): void => {
    setProblems(wrong)
    if (Object.keys(wrong).some((field) => field !== 'mailAddress')) setOpen(true)
    focusFirstWrong()
  }

  const saveServer = useSaveServer(account)
  const save = useAct(async () => {
    try {
      await acts.goOn(await saveServer(server, fresh))
    } catch (error) {
      const problem = problemOfFailure(failureToShow(error))
      const field = serverFields.find((name) => name === problem?.field)
      if (problem === undefined || field === undefined) throw error
      showProblems({ [field]: problem.reason })
    }
  })

  const change = (next: Server): void => {
    acts.change({ server: next })
    // The problem of a field is removed when its text changes.
    setProblems(
      Object.fromEntries(serverFields.flatMap((field) => (next[field] === server[field] ? [[field, problems[field]]] : []))),
    )
    if (next.imported === undefined) setFresh(undefined)
  }

  return {
    server,
    around,
    problems,
    isOpen,
    fresh,
    change,
    save,
    open: () => setOpen(true),
    take: (imported) => {
      const next = withImport(server, imported, around)
      acts.change({ server: next })
      setFresh(imported)
      setProblems({})
      setOpen(!isComplete(next))
    },
    goOn: () => {
      const wrong = problemsInSight(server, isOpen)
      if (Object.keys(wrong).length > 0) showProblems(wrong)
      else void save.run()
    },
  }
}
