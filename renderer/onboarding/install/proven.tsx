import type { KeyInstallation } from '../../../contract/identity.ts'
import { Disclosure } from '../../components/disclosure.tsx'
import { Notice } from '../../components/notice.tsx'
import { KeyLine } from '../../keys/key-line.tsx'
import { useWords } from '../../state/words.tsx'

/** The proof in words, and the line on the server. */
export const Proven = ({
  identity,
  server,
  installation,
}: {
  readonly identity: string
  readonly server: string
  readonly installation: KeyInstallation | undefined
}) => {
  const { t } = useWords()
  return (
    <>
      <Notice look="quiet" title={t('setup.install.proven', { identity, server })} isLive>
        <p>{t('setup.install.provenWhat')}</p>
      </Notice>
      {installation?.alreadyThere === true && <p>{t('setup.install.alreadyThere')}</p>}
      {installation !== undefined && (
        <Disclosure title={t('setup.install.lineThere')}>
          <KeyLine line={installation.line} />
        </Disclosure>
      )}
    </>
  )
}
