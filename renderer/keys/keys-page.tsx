import { useState } from 'react'
import type { Identity } from '../../contract/identity.ts'
import { Button } from '../components/button.tsx'
import { Empty } from '../components/empty.tsx'
import { LinkButton } from '../components/link-button.tsx'
import { FailureNotice } from '../components/notice.tsx'
import { say } from '../components/toasts.tsx'
import { Page } from '../layout/page.tsx'
import { useRequest } from '../state/use-request.ts'
import { useWords } from '../state/words.tsx'
import { BringInDialog } from './bring-in-dialog.tsx'
import { ChangePassphraseDialog } from './change-passphrase-dialog.tsx'
import { InstallDialog } from './install-dialog.tsx'
import { KeyCard } from './key-card.tsx'
import type { KeyAct } from './key-act.ts'
import { MakeKeyDialog } from './make-key-dialog.tsx'
import { RetireDialog } from './retire-dialog.tsx'

type Open = { readonly act: 'make' | 'bringIn' } | { readonly act: KeyAct; readonly identity: Identity }

/** The keys that Postern keeps, with the acts on each. */
export const KeysPage = () => {
  const { t } = useWords()
  const { answer: identities, failure, again } = useRequest('listIdentities', {})
  const [open, setOpen] = useState<Open>()
  const close = (): void => setOpen(undefined)
  const closeWith = (text: string): void => {
    close()
    say({ text })
    again()
  }
  return (
    <Page
      title={t('nav.keys')}
      back="/"
      acts={
        identities !== undefined && (
          <>
            <Button onPress={() => setOpen({ act: 'bringIn' })}>{t('keys.bringIn.open')}</Button>
            <Button onPress={() => setOpen({ act: 'make' })}>{t('keys.make.open')}</Button>
          </>
        )
      }
    >
      <p>{t('keys.page.about')}</p>
      {failure !== undefined && (
        <FailureNotice failure={failure}>
          <Button onPress={again}>{t('common.tryAgain')}</Button>
        </FailureNotice>
      )}
      {identities === undefined && failure === undefined && <p className="quiet">{t('keys.loading')}</p>}
      {identities?.length === 0 && (
        <Empty title={t('keys.page.empty')}>
          <p>{t('keys.page.emptyNext')}</p>
          <LinkButton to="/setup" look="act">
            {t('keys.page.setup')}
          </LinkButton>
        </Empty>
      )}
      {identities !== undefined && identities.length > 0 && (
        <ul className="keys-cards">
          {identities.map((identity) => (
            <KeyCard key={identity.name} identity={identity} onAct={(act) => setOpen({ act, identity })} />
          ))}
        </ul>
      )}
      {open !== undefined && <OpenDialog open={open} identities={identities ?? []} onClose={close} onDone={closeWith} />}
    </Page>
  )
}

const OpenDialog = ({
  open,
  identities,
  onClose,
  onDone,
}: {
  readonly open: Open
  readonly identities: readonly Identity[]
  readonly onClose: () => void
  readonly onDone: (text: string) => void
}) => {
  const { t } = useWords()
  const taken = identities.map(({ name }) => name)
  switch (open.act) {
    case 'make':
      return <MakeKeyDialog taken={taken} onClose={onClose} onMade={({ name }) => onDone(t('keys.make.done', { name }))} />
    case 'bringIn':
      return <BringInDialog taken={taken} onClose={onClose} onBroughtIn={({ name }) => onDone(t('keys.bringIn.done', { name }))} />
    case 'passphrase':
      return (
        <ChangePassphraseDialog
          identity={open.identity}
          onClose={onClose}
          onChanged={() => onDone(t('keys.change.done', { name: open.identity.name }))}
        />
      )
    case 'install':
      return <InstallDialog identity={open.identity} onClose={onClose} />
    case 'retire':
      return (
        <RetireDialog
          identity={open.identity}
          onClose={onClose}
          onRetired={() => onDone(t('keys.retire.done', { name: open.identity.name }))}
        />
      )
  }
}
