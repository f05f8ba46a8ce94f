import { useLocation } from 'wouter'
import type { FoundMailService } from '../../../contract/found-mail-service.ts'
import type { Onboarding } from '../../../contract/onboarding.ts'
import { hostAndPort } from '../../../words/forward-words.ts'
import { localeTags } from '../../../words/language.ts'
import { printable } from '../../../words/printable.ts'
import { Button } from '../../components/button.tsx'
import { Notice } from '../../components/notice.tsx'
import { keepOnboardingNow } from '../../state/keep-onboarding.ts'
import { useWords } from '../../state/words.tsx'
import { pathOfStep, useOnboardingActs } from '../use-onboarding.ts'
import { destinationsBeyondKey } from './key-permits.ts'
import type { SaveMail } from './use-save-mail.ts'

/** The wanted destinations that the key's line on the server forbids, with a link back to the screen that installs the line. */
export const KeyTooNarrow = ({
  onboarding,
  found,
  save,
}: {
  readonly onboarding: Onboarding
  readonly found: readonly FoundMailService[]
  readonly save: SaveMail
}) => {
  const { t, language } = useWords()
  const [, go] = useLocation()
  const { change } = useOnboardingActs('mail')
  const beyond = destinationsBeyondKey(onboarding, found)
  const [first] = beyond
  if (first === undefined) return null

  const installAgain = async (): Promise<void> => {
    const { server, install } = onboarding
    // The new line then also permits the mail ports of this host.
    const mailHost = first.destinationHost === 'localhost' ? server.mailHost : first.destinationHost
    change({ server: { ...server, mailHost }, install: { ...install, proven: false } })
    await keepOnboardingNow()
    go(pathOfStep('install'))
  }
  const names = beyond.map(({ destinationHost, destinationPort }) =>
    hostAndPort(printable(destinationHost), Number(destinationPort)),
  )
  const hasWanted = onboarding.mail.some(({ isWanted }) => isWanted)
  return (
    <Notice
      look="wait"
      title={t('setup.mail.narrow.title', { destinations: new Intl.ListFormat(localeTags[language]).format(names) })}
    >
      <p>{t('setup.mail.narrow.about')}</p>
      <Button isPending={save.isBusy} onPress={() => void (hasWanted ? save.run(installAgain) : installAgain())}>
        {t('setup.mail.narrow.again')}
      </Button>
    </Notice>
  )
}
