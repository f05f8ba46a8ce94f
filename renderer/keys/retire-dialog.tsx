import type { Identity } from '../../contract/identity.ts'
import { Button } from '../components/button.tsx'
import { Acts, Dialog } from '../components/dialog.tsx'
import { FailureNotice } from '../components/notice.tsx'
import { call } from '../postern-client.ts'
import { useAct } from '../state/use-act.ts'
import { useWindowState } from '../state/window-state.ts'
import { useWords } from '../state/words.tsx'
import { accountsWithKey } from './accounts-with-key.ts'

/** Deletes a key, which cannot be undone. Before, it lists the accounts that use the key, and warns of the lines that stay on servers. */
export const RetireDialog = ({
  identity: { name },
  onClose,
  onRetired,
}: {
  readonly identity: Identity
  readonly onClose: () => void
  readonly onRetired: () => void
}) => {
  const { t } = useWords()
  const accounts = useWindowState((state) => state.accounts)
  const users = accountsWithKey(accounts, name)
  const retire = useAct(async () => {
    // SECURITY: `evenInUse` only if the screen listed accounts, so that main refuses if an account has begun to use the key meanwhile.
    await call('removeIdentity', { name, evenInUse: users.length > 0 })
    onRetired()
  })
  return (
    <Dialog title={t('keys.retire.title', { name })} onClose={onClose} isAlert>
      {users.length > 0 && (
        <>
          <p>{t('keys.retire.usedBy', { count: users.length })}</p>
          <ul className="keys-users">
            {users.map((account) => (
              <li key={account.id}>{account.name}</li>
            ))}
          </ul>
          <p>{t('keys.retire.then', { count: users.length })}</p>
        </>
      )}
      <p>{t('keys.retire.what')}</p>
      <p>{t('keys.retire.servers')}</p>
      {retire.failure !== undefined && <FailureNotice failure={retire.failure} />}
      <Acts>
        <Button autoFocus onPress={onClose} isDisabled={retire.isBusy}>
          {t('common.cancel')}
        </Button>
        <Button look="danger" isDisabled={retire.isBusy} onPress={() => void retire.run()}>
          {t('keys.retire.act')}
        </Button>
      </Acts>
    </Dialog>
  )
}
