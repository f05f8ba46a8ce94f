import { useEffect, useRef, type ReactNode } from 'react'
import type { Account } from '../../contract/account.ts'
import type { GuideClient } from '../../contract/guide.ts'
import { guideText } from '../../words/guide-words.ts'
import { Button } from '../components/button.tsx'
import { Copyable } from '../components/copy-button.tsx'
import { FailureNotice, Notice } from '../components/notice.tsx'
import { useRequest } from '../state/use-request.ts'
import { useWords } from '../state/words.tsx'
import { GuideFileView } from './guide-file.tsx'
import './guide-view.css'
import { MailNames } from './mail-names.tsx'

/** The guide of one mail app for an account: its reasons, its steps with values to copy, and its files. */
export const GuideView = ({
  account,
  client,
  lackAct,
}: {
  readonly account: Account
  readonly client: GuideClient
  /** The link to the page that adds the missing mail ports. */
  readonly lackAct: ReactNode
}) => {
  const { t } = useWords()
  const { answer, failure, again } = useRequest('getGuide', { accountId: account.id, client })
  // The guide depends on the account, so it is requested again when the account changes.
  const asked = JSON.stringify(account)
  const last = useRef(asked)
  useEffect(() => {
    if (last.current === asked) return
    last.current = asked
    again()
  }, [asked, again])

  if (failure !== undefined)
    return (
      <FailureNotice failure={failure}>
        <Button onPress={again}>{t('common.tryAgain')}</Button>
      </FailureNotice>
    )
  if (answer?.client !== client) return <p className="quiet">{t('guide.loading')}</p>
  const { about, steps, files, lacks } = guideText(t, answer)
  // MailNames below asks for a missing mail address.
  const lackingPorts = lacks.filter((_, index) => answer.lacks[index] !== 'mail-address')
  return (
    <div className="guide-view">
      {about.map((paragraph) => (
        <p key={paragraph}>{paragraph}</p>
      ))}
      {lackingPorts.length > 0 && (
        <Notice look="wait" title={t('guide.lacks')}>
          {lackingPorts.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
          {lackAct}
        </Notice>
      )}
      {client !== 'new-outlook' && <MailNames account={account} needsAddress={answer.lacks.includes('mail-address')} />}
      <ol className="guide-view-steps">
        {steps.map(({ text, values }, index) => (
          <li key={index}>
            <p>{text}</p>
            {values.length > 0 && (
              <dl className="guide-view-values">
                {values.map(({ label, value, isCode }, at) => (
                  <div key={at} className="guide-view-value">
                    <dt>{label}</dt>
                    <dd>{isCode ? <Copyable text={value} what={label} /> : value}</dd>
                  </div>
                ))}
              </dl>
            )}
          </li>
        ))}
      </ol>
      {files.map((file) => (
        <GuideFileView key={`${client} ${file.name}`} accountId={account.id} client={client} file={file} />
      ))}
    </div>
  )
}
