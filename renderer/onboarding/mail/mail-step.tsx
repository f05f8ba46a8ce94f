import { useEffect } from 'react'
import type { Account } from '../../../contract/account.ts'
import { PortSchema } from '../../../contract/local-forward.ts'
import type { Onboarding } from '../../../contract/onboarding.ts'
import { portOf } from '../../accounts/editor/account-values.ts'
import { Button } from '../../components/button.tsx'
import { focusFirstWrong } from '../../components/focus-first-wrong.ts'
import { Disclosure } from '../../components/disclosure.tsx'
import { Notice } from '../../components/notice.tsx'
import { useWords } from '../../state/words.tsx'
import { SetupFrame } from '../setup-frame.tsx'
import { useOnboardingActs, type StepProps } from '../use-onboarding.ts'
import { AddPort } from './add-port.tsx'
import { AskFailure } from './ask-failure.tsx'
import { AskHost } from './ask-host.tsx'
import { forwardsShown } from './forwards-of-rows.ts'
import { KeyTooNarrow } from './key-too-narrow.tsx'
import { MailRow } from './mail-row.tsx'
import { isSameDestination, type MailRow as Row } from './mail-rows.ts'
import './mail-step.css'
import { hostList, placeWords } from './service-words.ts'
import { useMailServices } from './use-mail-services.ts'
import { useSaveMail } from './use-save-mail.ts'
import type { FoundMailService } from '../../../contract/found-mail-service.ts'
import { failureText } from '../../../words/failure-text.ts'

/** The choice of mail ports: those that answer are listed, and the fitting ones are ticked. */
export const MailStep = ({ onboarding, account }: StepProps) =>
  account === undefined ? null : <MailChoice onboarding={onboarding} account={account} />

const MailChoice = ({ onboarding, account }: { readonly onboarding: Onboarding; readonly account: Account }) => {
  const { t, language } = useWords()
  const { change, goOn } = useOnboardingActs('mail')
  const { found, hosts, isBusy, failure, ask } = useMailServices(onboarding, account, change)
  const save = useSaveMail(onboarding, account)
  const rows = onboarding.mail
  const forwards = forwardsShown(rows, account)
  const unlisted = found.filter((service) => !rows.some((row) => isSameDestination(row, service)))
  const isEmpty = rows.length === 0
  const wasAsked = !isBusy && failure === undefined && found.length > 0

  useEffect(() => {
    if (save.attempts > 0) focusFirstWrong()
  }, [save.attempts])

  const changeRows = (mail: readonly Row[]): void => {
    save.forget()
    change({ mail: [...mail] })
  }
  const missing = (
    <div className="mail-step-missing">
      <AskHost isBusy={isBusy} onAsk={(host) => ask([host])} />
      <AddPort rows={rows} onAdd={(row) => changeRows([...rows, row])} />
    </div>
  )
  return (
    <SetupFrame
      step="mail"
      state={{ onboarding, account }}
      title={t('setup.mail.title')}
      onContinue={() => void save.run(() => goOn())}
      isBusy={save.isBusy}
      failure={save.failure}
    >
      {!isEmpty && <p>{t('setup.mail.about')}</p>}
      {!isEmpty && (
        <ul className="mail-step-rows">
          {rows.map((row, index) => (
            <MailRow
              key={index}
              account={account}
              row={row}
              forward={forwards[index]}
              otherPorts={rows
                .filter((other, at) => at !== index && other.isWanted)
                .map(({ bindPort }) => portOf(bindPort))
                .filter((port) => PortSchema.safeParse(port).success)}
              found={found.find((service) => isSameDestination(service, row))}
              problem={save.problems[index]}
              onChange={(part) => changeRows(rows.with(index, { ...row, ...part }))}
            />
          ))}
        </ul>
      )}
      <p role="status" className={isBusy ? '' : 'unseen'}>
        {isBusy && t('setup.mail.asking', { hosts: hostList(hosts, { account, language }) })}
        {wasAsked && t('setup.mail.answered', { count: found.filter(({ answer }) => answer.ok).length })}
      </p>
      {failure !== undefined && <AskFailure account={account} failure={failure} onAgain={() => void ask(hosts)} />}
      {wasAsked && isEmpty && (
        <Notice look="wait" title={t('setup.mail.nothing', { hosts: hostList(hosts, { account, language }) })}>
          <p>{t('setup.mail.nothingNext')}</p>
        </Notice>
      )}
      {!isBusy && failure === undefined && (
        <div className="mail-step-asked">
          <SilentServices account={account} found={unlisted} />
          <Button onPress={() => void ask()}>{t('setup.mail.askAgain')}</Button>
        </div>
      )}
      <KeyTooNarrow onboarding={onboarding} found={found} save={save} />
      {wasAsked && isEmpty ? missing : <Disclosure title={t('setup.mail.missing')}>{missing}</Disclosure>}
      {save.stop !== undefined && <Notice look="trouble" title={t(`setup.mail.stop.${save.stop}`)} isLive />}
    </SetupFrame>
  )
}

/** The mail ports that do not answer, as one sentence, with the reason of each in a disclosure. */
const SilentServices = ({ account, found }: { readonly account: Account; readonly found: readonly FoundMailService[] }) => {
  const { t } = useWords()
  const silent = found.flatMap(({ answer, ...service }) => (answer.ok ? [] : [{ ...service, failure: answer.failure }]))
  if (silent.length === 0) return null
  return (
    <Disclosure title={t('setup.mail.silent', { count: silent.length })}>
      <ul className="mail-step-silent">
        {silent.map(({ service, destinationHost, destinationPort, failure }) => (
          <li key={`${destinationHost} ${destinationPort}`} className="quiet">
            {t('setup.mail.silentOne', {
              service: t(`service.${service}`),
              port: destinationPort,
              place: placeWords(t, account, destinationHost),
              why: failureText(t, failure).message,
            })}
          </li>
        ))}
      </ul>
    </Disclosure>
  )
}
