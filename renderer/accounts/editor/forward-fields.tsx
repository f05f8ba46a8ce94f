import { useController, useFormContext, useWatch } from 'react-hook-form'
import { Group } from 'react-aria-components'
import { hostAndPort } from '../../../words/forward-words.ts'
import { Button } from '../../components/button.tsx'
import { ChoiceInput } from '../../components/choice.tsx'
import { SwitchInput } from '../../components/switch-input.tsx'
import { call } from '../../postern-client.ts'
import { useWords } from '../../state/words.tsx'
import { PortSchema } from '../../../contract/local-forward.ts'
import { mailTlsModes } from '../../../contract/mail-tls.ts'
import { isTlsService } from '../../../contract/propose-mail-tls.ts'
import { portOf, type AccountValues, type ForwardValues } from './account-values.ts'
import { FormText } from './form-text.tsx'
import { isOnServer, nameOfForward } from './forward-names.ts'
import { More } from './more.tsx'
import { PortHint } from './port-hint.tsx'
import { usePortCheck, type Suggestion } from './use-port-check.ts'

/** The encryption from the SSH server on to the mail server, and the name that the certificate must have. */
const EncryptionFields = ({
  index,
  forward: { service, destinationHost },
  serverHost,
}: {
  readonly index: number
  readonly forward: ForwardValues
  readonly serverHost: string
}) => {
  const { t } = useWords()
  const { control } = useFormContext<AccountValues>()
  const { field, fieldState } = useController({ control, name: `forwards.${index}.mailTls` })
  const mailTls = field.value
  // A service with TLS from the first byte has no STARTTLS, and another one no TLS from the first byte; a command may have chosen it all the same.
  const fitting = isTlsService(service) ? 'tls' : 'starttls'
  const choices = mailTlsModes.filter((mode) => mode === 'none' || mode === fitting || mode === mailTls)
  return (
    <>
      <ChoiceInput
        label={t('editor.mailTls')}
        description={t(`editor.mailTlsUse.${mailTls}`)}
        error={fieldState.error === undefined ? undefined : t('reason.mail-tls')}
        choices={choices.map((value) => ({ value, name: t(`mailTls.${value}`) }))}
        value={mailTls}
        onChange={field.onChange}
      />
      {mailTls !== 'none' && (
        <FormText
          name={`forwards.${index}.certificateName`}
          label={t('editor.certificateName')}
          description={t('editor.certificateNameUse', {
            name: isOnServer(destinationHost, serverHost) ? serverHost.trim() : destinationHost.trim(),
          })}
          isCode
        />
      )}
    </>
  )
}

/** The fields of one forward: the address of the mail server, and the local port for the mail app. */
export const ForwardFields = ({
  index,
  accountId,
  onRemove,
}: {
  readonly index: number
  readonly accountId: string | undefined
  readonly onRemove: () => void
}) => {
  const { t } = useWords()
  const { control, getValues, setValue, formState } = useFormContext<AccountValues>()
  const forwards = useWatch({ control, name: 'forwards' })
  const serverHost = useWatch({ control, name: 'host' })
  const enabled = useController({ control, name: `forwards.${index}.enabled` })
  const bindAddress = useController({ control, name: `forwards.${index}.bindAddress` })
  const forward = forwards[index] ?? getValues(`forwards.${index}`)
  const others = forwards.filter((other, at) => at !== index && other.bindAddress === forward.bindAddress)
  const check = usePortCheck(
    forward,
    accountId,
    others.map(({ bindPort }) => portOf(bindPort)).filter((port) => PortSchema.safeParse(port).success),
  )
  const name = nameOfForward(t, forward)

  const take = (suggestion: Suggestion): void => {
    setValue(`forwards.${index}.bindAddress`, suggestion.bindAddress, { shouldDirty: true })
    setValue(`forwards.${index}.bindPort`, String(suggestion.bindPort), {
      shouldDirty: true,
      shouldValidate: formState.isSubmitted,
    })
  }

  // A custom service has no local port to propose until its destination port is typed.
  const proposeOnce = async (): Promise<void> => {
    const destinationPort = portOf(getValues(`forwards.${index}.destinationPort`))
    if (getValues(`forwards.${index}.bindPort`) !== '' || !PortSchema.safeParse(destinationPort).success) return
    const taken = others.map(({ bindPort }) => portOf(bindPort)).filter((port) => PortSchema.safeParse(port).success)
    const bindPort = await call('proposeLocalPort', { destinationPort, taken })
    if (getValues(`forwards.${index}.bindPort`) === '') take({ bindAddress: forward.bindAddress, bindPort })
  }

  const suggestion = check.name === 'obstacle' ? check.suggestion : undefined
  return (
    <Group className="editor-forward" aria-label={name}>
      <div className="editor-forward-head">
        <SwitchInput isOn={enabled.field.value} onChange={enabled.field.onChange}>
          <span className="editor-forward-name">{name}</span>
        </SwitchInput>
        <Button look="quiet" onPress={onRemove} aria-label={t('editor.removeForward', { forward: name })}>
          {t('editor.remove')}
        </Button>
      </div>
      <div className="editor-pair">
        <FormText
          name={`forwards.${index}.destinationHost`}
          label={t('editor.destinationHost')}
          description={
            forward.destinationHost.trim() === '' || forward.mailTls !== 'none' || isOnServer(forward.destinationHost, serverHost)
              ? t('editor.destinationUse')
              : t('editor.openLeg', { server: serverHost.trim(), host: forward.destinationHost.trim() })
          }
          isCode
        />
        <FormText
          name={`forwards.${index}.destinationPort`}
          label={t('editor.port')}
          isCode
          isNumber
          onLeft={() => {
            // Without a proposal the person fills in the field.
            proposeOnce().catch(() => undefined)
          }}
        />
      </div>
      {forward.service !== 'other' && <EncryptionFields index={index} forward={forward} serverHost={serverHost} />}
      <FormText
        name={`forwards.${index}.bindPort`}
        label={t('editor.localPort')}
        description={<PortHint check={check} />}
        isCode
        isNumber
        after={
          suggestion !== undefined && (
            <Button onPress={() => take(suggestion)}>
              {t('editor.usePort', {
                port:
                  suggestion.bindAddress === forward.bindAddress
                    ? String(suggestion.bindPort)
                    : hostAndPort(suggestion.bindAddress, suggestion.bindPort),
              })}
            </Button>
          )
        }
      />
      <More title={t('editor.moreOf', { forward: name })} fields={[`forwards.${index}.label`]}>
        <FormText name={`forwards.${index}.label`} label={t('editor.label')} description={t('editor.labelUse')} />
        <ChoiceInput
          label={t('editor.bindAddress')}
          description={t('editor.bindAddressUse')}
          choices={[
            { value: '127.0.0.1', name: '127.0.0.1 (IPv4)' },
            { value: '::1', name: '::1 (IPv6)' },
          ]}
          value={bindAddress.field.value}
          onChange={bindAddress.field.onChange}
        />
      </More>
    </Group>
  )
}
