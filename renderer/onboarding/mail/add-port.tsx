import { useState } from 'react'
import { Group } from 'react-aria-components'
import {
  DestinationHostSchema,
  mailServicePorts,
  mailServices,
  PortSchema,
  type MailService,
} from '../../../contract/local-forward.ts'
import { portOf } from '../../accounts/editor/account-values.ts'
import { problemWords } from '../../accounts/editor/problem.ts'
import { Button } from '../../components/button.tsx'
import { ChoiceInput } from '../../components/choice.tsx'
import { FailureNotice } from '../../components/notice.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { call } from '../../postern-client.ts'
import { useAct } from '../../state/use-act.ts'
import { useWords } from '../../state/words.tsx'
import { isSameDestination, type MailRow } from './mail-rows.ts'

const portOfService = (service: MailService): string => (service === 'other' ? '' : String(mailServicePorts[service]))

const first: Pick<MailRow, 'service' | 'destinationHost' | 'destinationPort'> = {
  service: 'imap',
  destinationHost: 'localhost',
  destinationPort: portOfService('imap'),
}

/** Adds a mail port by hand, for a port that was not found. */
export const AddPort = ({ rows, onAdd }: { readonly rows: readonly MailRow[]; readonly onAdd: (row: MailRow) => void }) => {
  const { t, language } = useWords()
  const [typed, setTyped] = useState(first)
  const [wrong, setWrong] = useState<Partial<Record<'destinationHost' | 'destinationPort', string>>>({})
  const change = (part: Partial<typeof first>): void => {
    setTyped({ ...typed, ...part })
    setWrong({})
  }
  const errorOf = (field: keyof typeof wrong): string | undefined =>
    wrong[field] === undefined ? undefined : problemWords(t, language, wrong[field])

  const add = useAct(async () => {
    const destinationHost = typed.destinationHost.trim()
    const destinationPort = portOf(typed.destinationPort)
    const problems = {
      ...(DestinationHostSchema.safeParse(destinationHost).success ? {} : { destinationHost: 'forward-host' }),
      ...(PortSchema.safeParse(destinationPort).success ? {} : { destinationPort: 'port' }),
    }
    const row = { ...typed, destinationHost, destinationPort: String(destinationPort) }
    if (rows.some((other) => isSameDestination(other, row))) setWrong({ destinationPort: 'mail-port-there' })
    else if (Object.keys(problems).length > 0) setWrong(problems)
    else {
      const taken = rows.map(({ bindPort }) => portOf(bindPort)).filter((port) => PortSchema.safeParse(port).success)
      const bindPort = String(await call('proposeLocalPort', { destinationPort, taken }))
      onAdd({ ...row, bindPort, isWanted: true })
      setTyped(first)
    }
  })

  return (
    <Group
      className="mail-step-add"
      aria-label={t('setup.mail.byHand')}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !(event.target instanceof HTMLInputElement)) return
        event.preventDefault()
        void add.run()
      }}
    >
      <ChoiceInput
        label={t('setup.mail.service')}
        choices={mailServices.map((service) => ({
          value: service,
          name: service === 'other' ? t('editor.otherPort') : `${t(`service.${service}`)}: ${t(`editor.service.${service}`)}`,
        }))}
        value={typed.service}
        onChange={(service) => change({ service, destinationPort: portOfService(service) })}
      />
      <div className="mail-step-pair">
        <TextInput
          label={t('editor.destinationHost')}
          description={t('editor.destinationUse')}
          value={typed.destinationHost}
          onChange={(destinationHost) => change({ destinationHost })}
          error={errorOf('destinationHost')}
          isCode
        />
        <TextInput
          label={t('editor.port')}
          value={typed.destinationPort}
          onChange={(destinationPort) => change({ destinationPort })}
          error={errorOf('destinationPort')}
          isCode
          inputMode="numeric"
        />
      </div>
      {add.failure !== undefined && <FailureNotice failure={add.failure} />}
      <div>
        <Button isPending={add.isBusy} onPress={() => void add.run()}>
          {t('setup.mail.add')}
        </Button>
      </div>
    </Group>
  )
}
