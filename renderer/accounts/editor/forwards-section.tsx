import { useEffect, useRef, useState } from 'react'
import { useFieldArray, useFormContext } from 'react-hook-form'
import { Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components'
import { mailServicePorts, mailServices, PortSchema, type LocalForward, type MailService } from '../../../contract/local-forward.ts'
import { Button } from '../../components/button.tsx'
import { FailureNotice } from '../../components/notice.tsx'
import { Section } from '../../layout/page.tsx'
import { call } from '../../postern-client.ts'
import { useAct } from '../../state/use-act.ts'
import { useWords } from '../../state/words.tsx'
import { portOf, type AccountValues, type ForwardValues } from './account-values.ts'
import { ForwardFields } from './forward-fields.tsx'
import { nameOfForward } from './forward-names.ts'

interface Removed {
  readonly index: number
  readonly forward: ForwardValues
}

const blank: Omit<ForwardValues, 'service' | 'bindPort' | 'destinationPort'> = {
  id: '',
  label: '',
  bindAddress: '127.0.0.1' satisfies LocalForward['bindAddress'],
  destinationHost: 'localhost',
  enabled: true,
  mailTls: 'none',
  certificateName: '',
  mailServer: undefined,
}

/** The account's forwards. A new one comes from a preset, and a removed one can be put back while the form is open. */
export const ForwardsSection = ({ accountId }: { readonly accountId: string | undefined }) => {
  const { t } = useWords()
  const { control, getValues } = useFormContext<AccountValues>()
  const { fields, append, remove, insert } = useFieldArray({ control, name: 'forwards', keyName: 'key' })
  const [removed, setRemoved] = useState<readonly Removed[]>([])
  const undoRow = useRef<HTMLDivElement>(null)
  const last = removed.at(-1)

  // The pressed button is gone, so the button for undo gets the focus.
  useEffect(() => {
    if (removed.length > 0) undoRow.current?.querySelector('button')?.focus()
  }, [removed.length])

  const add = useAct(async (service: MailService) => {
    const forward: ForwardValues = { ...blank, service, bindPort: '', destinationPort: '' }
    if (service === 'other') {
      append(forward, { focusName: `forwards.${fields.length}.destinationPort` })
      return
    }
    const destinationPort = mailServicePorts[service]
    const taken = getValues('forwards')
      .map(({ bindPort }) => portOf(bindPort))
      .filter((port) => PortSchema.safeParse(port).success)
    const bindPort = await call('proposeLocalPort', { destinationPort, taken })
    append(
      { ...forward, bindPort: String(bindPort), destinationPort: String(destinationPort) },
      { focusName: `forwards.${fields.length}.destinationHost` },
    )
  })

  const takeOut = (index: number): void => {
    setRemoved([...removed, { index, forward: getValues(`forwards.${index}`) }])
    remove(index)
  }

  const putBack = ({ index, forward }: Removed): void => {
    const at = Math.min(index, fields.length)
    insert(at, forward, { focusName: `forwards.${at}.destinationHost` })
    setRemoved(removed.slice(0, -1))
  }

  return (
    <Section title={t('editor.forwards')}>
      {fields.length === 0 && <p className="quiet">{t('editor.noForwards')}</p>}
      <ul className="editor-forwards">
        {fields.map(({ key }, index) => (
          <li key={key}>
            <ForwardFields index={index} accountId={accountId} onRemove={() => takeOut(index)} />
          </li>
        ))}
      </ul>
      {last !== undefined && (
        <div ref={undoRow} className="editor-removed">
          <span role="status">{t('editor.forwardRemoved', { forward: nameOfForward(t, last.forward) })}</span>
          <Button onPress={() => putBack(last)}>{t('common.undo')}</Button>
        </div>
      )}
      <div>
        <MenuTrigger>
          <Button isDisabled={add.isBusy}>{t('editor.addForward')}</Button>
          <Popover className="editor-menu-popover" placement="bottom start">
            <Menu className="editor-menu" onAction={(service) => void add.run(service as MailService)}>
              {mailServices.map((service) => (
                <MenuItem key={service} id={service} className="editor-menu-item" textValue={t(`service.${service}`)}>
                  <span>{service === 'other' ? t('editor.otherPort') : t(`service.${service}`)}</span>
                  <span className="quiet">
                    {service === 'other' ? t('editor.anyPort') : `${t(`editor.service.${service}`)} · ${mailServicePorts[service]}`}
                  </span>
                </MenuItem>
              ))}
            </Menu>
          </Popover>
        </MenuTrigger>
      </div>
      {add.failure !== undefined && <FailureNotice failure={add.failure} />}
    </Section>
  )
}
