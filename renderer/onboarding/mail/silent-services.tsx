import type { Account } from '../../../contract/account.ts'
import type { FoundMailService } from '../../../contract/found-mail-service.ts'
import { failureText } from '../../../words/failure-text.ts'
import { Disclosure } from '../../components/disclosure.tsx'
import { useWords } from '../../state/words.tsx'
import { placeWords } from './service-words.ts'

/** The mail ports that do not answer: one sentence, and each with its reason for who wants to know. */
export const SilentServices = ({ account, found }: { readonly account: Account; readonly found: readonly FoundMailService[] }) => {
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
