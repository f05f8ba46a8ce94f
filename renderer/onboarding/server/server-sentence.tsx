import { useId } from 'react'
import { printable } from '../../../words/printable.ts'
import { portOf } from '../../accounts/editor/account-values.ts'
import { Button } from '../../components/button.tsx'
import { useWords } from '../../state/words.tsx'
import { serverAddress } from '../server-address.ts'
import type { Server } from './propose-server.ts'
import './server-sentence.css'

/**
 * A sentence about the server, the user and the name, with a button to change them. The sentence describes the button, because Tab goes
 * from the mail address to the button.
 */
export const ServerSentence = ({
  server: { host, port, user, name, mailHost },
  isGuess,
  onChange,
}: {
  readonly server: Server
  readonly isGuess: boolean
  readonly onChange: () => void
}) => {
  const { t } = useWords()
  const id = useId()
  const number = portOf(port)
  const server = serverAddress({ host: host.trim(), port: Number.isNaN(number) ? 22 : number })
  return (
    <div className="server-sentence">
      <div id={id}>
        <p>{t('setup.server.sentence', { server, user: printable(user), name: printable(name) })}</p>
        {mailHost.trim() !== '' && <p>{t('setup.server.mailHostSentence', { host: printable(mailHost) })}</p>}
        {isGuess && <p className="quiet">{t('setup.server.guess')}</p>}
      </div>
      <Button onPress={onChange} aria-describedby={id}>
        {t('setup.server.change')}
      </Button>
    </div>
  )
}
