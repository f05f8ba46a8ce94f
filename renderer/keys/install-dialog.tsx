import { useState } from 'react'
import type { Identity, KeyInstallation } from '../../contract/identity.ts'
import { printable } from '../../words/printable.ts'
import { Button } from '../components/button.tsx'
import { ChoiceInput } from '../components/choice.tsx'
import { Acts, Dialog } from '../components/dialog.tsx'
import { Notice } from '../components/notice.tsx'
import { LinkButton } from '../components/link-button.tsx'
import { call } from '../postern-client.ts'
import { useAct } from '../state/use-act.ts'
import { useWindowState } from '../state/window-state.ts'
import { useWords } from '../state/words.tsx'
import { accountsWithKey } from './accounts-with-key.ts'
import { FormDialog } from './form-dialog.tsx'
import { KeyLine } from './key-line.tsx'
import { LineRights } from './line-rights.tsx'
import { serverName } from './server-name.ts'

/** The hosts that the restricted line permits beside the destinations of the account's own forwards. */
const mailHosts = ['localhost']

/** Installs a key on the server of an account, and shows the line and the proof. The key may be installed already. */
export const InstallDialog = ({ identity, onClose }: { readonly identity: Identity; readonly onClose: () => void }) => {
  const { t } = useWords()
  const accounts = useWindowState((state) => state.accounts)
  const [accountId, setAccountId] = useState(() => (accountsWithKey(accounts, identity.name)[0] ?? accounts[0])?.id)
  const [isRestricted, setRestricted] = useState(true)
  const [installation, setInstallation] = useState<KeyInstallation>()
  const account = accounts.find(({ id }) => id === accountId)
  const act = useAct(async () => {
    if (account === undefined) return
    const input = { accountId: account.id, identity: identity.name, restricted: isRestricted, mailHosts }
    setInstallation(await call('installKey', input))
  })
  const title = t('keys.install.title', { name: identity.name })

  if (account === undefined)
    return (
      <Dialog title={title} onClose={onClose}>
        <p>{t('keys.install.noAccount')}</p>
        <Acts>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <LinkButton to="/setup" look="act">
            {t('keys.page.setup')}
          </LinkButton>
        </Acts>
      </Dialog>
    )

  const server = serverName(account)
  if (installation !== undefined)
    return (
      <Dialog title={title} onClose={onClose}>
        <Notice look="quiet" title={t('keys.install.proven', { server })} isLive>
          <p>{t(installation.alreadyThere ? 'keys.install.alreadyThere' : 'keys.install.written')}</p>
        </Notice>
        <KeyLine line={installation.line} />
        <Acts>
          <Button look="act" autoFocus onPress={onClose}>
            {t('common.close')}
          </Button>
        </Acts>
      </Dialog>
    )
  const destinations = [...new Set([...mailHosts, ...account.forwards.map(({ destinationHost }) => destinationHost)])]
  return (
    <FormDialog title={title} act={act} actWords={t('keys.install.act')} onClose={onClose}>
      <ChoiceInput
        label={t('keys.install.account')}
        choices={accounts.map(({ id, name }) => ({ value: id, name }))}
        value={account.id}
        onChange={setAccountId}
      />
      <p>{t('keys.install.how', { user: printable(account.user), server })}</p>
      <LineRights isRestricted={isRestricted} onChange={setRestricted} mailHosts={destinations} />
      <p role="status" className="quiet keys-status">
        {act.isBusy && t('keys.install.busy', { server })}
      </p>
    </FormDialog>
  )
}
