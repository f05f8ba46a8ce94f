import { useDeferredValue, useEffect, useMemo, useState } from 'react'
import type { LogLine } from '../../contract/events.ts'
import { logLevels } from '../../contract/settings.ts'
import { localeTags } from '../../words/language.ts'
import { Button } from '../components/button.tsx'
import { ChoiceInput } from '../components/choice.tsx'
import { Copyable, CopyButton } from '../components/copy-button.tsx'
import { Empty } from '../components/empty.tsx'
import { TextInput } from '../components/text-input.tsx'
import { DiagnosisButton } from '../diagnosis/diagnosis-button.tsx'
import { Page } from '../layout/page.tsx'
import { useWindowState } from '../state/window-state.ts'
import { useWords } from '../state/words.tsx'
import { LogList } from './log-list.tsx'
import { accountsInLog, filterLines, linesText } from './log-lines.ts'
import './log-page.css'

// No account has an empty name.
const everyAccount = ''

/** The connection log. `accountName` is the account of the first filter. */
export const LogPage = ({ accountName = everyAccount }: { readonly accountName?: string }) => {
  const { t } = useWords()
  const lines = useWindowState((state) => state.log)
  const logFile = useWindowState((state) => state.about.logFile)
  const names = useWindowState((state) => state.accounts).map(({ name }) => name)
  const [account, setAccount] = useState(accountName)
  const [level, setLevel] = useState<LogLine['level']>('debug')
  const [text, setText] = useState('')
  // The typed text is drawn at once; the lines follow when there is time.
  const wanted = useDeferredValue(text)
  const shown = useMemo(
    () => filterLines(t, lines, { account: account === everyAccount ? undefined : account, level, text: wanted }),
    [t, lines, account, level, wanted],
  )
  const isFiltered = account !== everyAccount || level !== 'debug' || wanted.trim() !== ''

  const accountNames = accountsInLog(lines, accountName === everyAccount ? names : [...names, accountName])
  return (
    <Page
      title={t('nav.log')}
      back="/"
      acts={
        <>
          {shown.length > 0 && <CopyButton text={() => linesText(t, shown)} what={t('log.shownLines')} />}
          <DiagnosisButton />
        </>
      }
    >
      <p className="quiet">{t('log.about')}</p>
      <div className="log-page-filter" role="search" aria-label={t('log.filter')}>
        <ChoiceInput
          label={t('log.account')}
          value={account}
          onChange={setAccount}
          choices={[{ value: everyAccount, name: t('log.everyAccount') }, ...accountNames.map((name) => ({ value: name, name }))]}
        />
        <ChoiceInput
          label={t('log.level')}
          value={level}
          onChange={setLevel}
          choices={logLevels.map((value) => ({ value, name: t(`log.levels.${value}`) }))}
        />
        <div className="log-page-text">
          <TextInput label={t('log.text')} type="search" value={text} onChange={setText} />
        </div>
      </div>
      {lines.length === 0 && (
        <Empty title={t('log.empty')}>
          <p>{t('log.emptyNext')}</p>
        </Empty>
      )}
      {lines.length > 0 && shown.length === 0 && (
        <Empty title={t('log.noMatch')}>
          <Button
            onPress={() => {
              setAccount(everyAccount)
              setLevel('debug')
              setText('')
            }}
          >
            {t('log.showAll')}
          </Button>
        </Empty>
      )}
      {shown.length > 0 && <LogList lines={shown} />}
      <ShownCount shown={shown.length} all={lines.length} filter={isFiltered ? `${account}\n${level}\n${wanted}` : undefined} />
      <div>
        <p className="quiet">{t('log.file')}</p>
        <Copyable text={logFile} what={t('log.filePath')} />
      </div>
    </Page>
  )
}

const settledMs = 600

/** The number of lines. A screen reader reads it after a change of the filter, and not with each new line. */
const ShownCount = ({
  shown,
  all,
  filter,
}: {
  readonly shown: number
  readonly all: number
  /** A text that differs for each filter; undefined without a filter. */
  readonly filter: string | undefined
}) => {
  const { t, language } = useWords()
  const format = new Intl.NumberFormat(localeTags[language])
  const count =
    filter === undefined
      ? t('log.count', { count: all, formatted: format.format(all) })
      : t('log.countOf', { shown: format.format(shown), all: format.format(all) })
  const [spoken, setSpoken] = useState({ filter, count: '' })
  useEffect(() => {
    if (spoken.filter === filter) return
    const timer = setTimeout(() => setSpoken({ filter, count }), settledMs)
    return () => clearTimeout(timer)
  }, [spoken.filter, filter, count])
  return (
    <div>
      <p className="quiet">{count}</p>
      <span role="status" className="unseen">
        {spoken.count}
      </span>
    </div>
  )
}
