import { authenticationMethods, type Account, type AccountDraft, type AuthenticationMethodName } from '../../../contract/account.ts'
import { newForwardId, type LocalForward } from '../../../contract/local-forward.ts'
import { asSettings, lingerKey, lingerOfKey, type LingerKey } from '../../settings/linger-key.ts'

/** A forward in the form. Ports are the typed texts; a forward that was never saved has an empty id. */
export interface ForwardValues extends Pick<
  LocalForward,
  'id' | 'service' | 'bindAddress' | 'destinationHost' | 'enabled' | 'mailTls' | 'mailServer'
> {
  readonly label: string
  /** Empty where the forward has none. */
  readonly certificateName: string
  readonly bindPort: string
  readonly destinationPort: string
}

export interface MethodValues {
  readonly method: AuthenticationMethodName
  readonly isOn: boolean
}

/** An account in the form. Every field has a value, and the name of the account's field. */
export interface AccountValues {
  readonly name: string
  readonly host: string
  readonly port: string
  readonly user: string
  /** Every method once, in the order in which they are tried. */
  readonly authentication: readonly MethodValues[]
  /** Name and path are kept while another kind is chosen. */
  readonly identity: { readonly kind: 'none' | 'kept' | 'file'; readonly name: string; readonly path: string }
  /** Empty without a jump account. */
  readonly jumpAccountId: string
  readonly compression: boolean
  readonly connect: Account['connect']
  readonly lingerSeconds: LingerKey
  readonly trustedFingerprint: string
  /** Both are for the guides; empty if the account has none. */
  readonly mailAddress: string
  readonly mailUser: string
  /** Not a field of the form: the person has left the encryption as it is. */
  readonly keepsMailTls: true | undefined
  readonly forwards: readonly ForwardValues[]
}

/** The form of a new account. `userName` is the person's name on this computer (recipe R4). */
export const newValues = (userName: string): AccountValues => ({
  name: '',
  host: '',
  port: '22',
  user: userName,
  authentication: authenticationMethods.map((method) => ({ method, isOn: true })),
  identity: { kind: 'none', name: '', path: '' },
  jumpAccountId: '',
  compression: false,
  connect: 'manual',
  lingerSeconds: asSettings,
  trustedFingerprint: '',
  mailAddress: '',
  mailUser: '',
  keepsMailTls: undefined,
  forwards: [],
})

export const valuesOfAccount = (account: Account): AccountValues => ({
  name: account.name,
  host: account.host,
  port: String(account.port),
  user: account.user,
  authentication: methodsOf(account.authentication),
  identity: { kind: 'none', name: '', path: '', ...account.identity },
  jumpAccountId: account.jumpAccountId ?? '',
  compression: account.compression,
  connect: account.connect,
  lingerSeconds: lingerKey(account.lingerSeconds),
  trustedFingerprint: account.trustedFingerprint ?? '',
  mailAddress: account.mailAddress ?? '',
  mailUser: account.mailUser ?? '',
  keepsMailTls: account.keepsMailTls,
  forwards: account.forwards.map((forward) => ({
    id: forward.id,
    service: forward.service,
    label: forward.label ?? '',
    bindAddress: forward.bindAddress,
    bindPort: String(forward.bindPort),
    destinationHost: forward.destinationHost,
    destinationPort: String(forward.destinationPort),
    enabled: forward.enabled,
    mailTls: forward.mailTls,
    certificateName: forward.certificateName ?? '',
    mailServer: forward.mailServer,
  })),
})

/** The methods in use, in their order, then the others. */
const methodsOf = (inUse: readonly AuthenticationMethodName[]): readonly MethodValues[] => [
  ...inUse.map((method) => ({ method, isOn: true })),
  ...authenticationMethods.filter((method) => !inUse.includes(method)).map((method) => ({ method, isOn: false })),
]

/** The account that the form describes, to be parsed by its schema: a text that is no port becomes NaN. */
export const draftOfValues = (values: AccountValues): AccountDraft => {
  const { jumpAccountId, compression, connect, keepsMailTls } = values
  // ssh-keygen prints fingerprints without padding, and other programs with it.
  const trustedFingerprint = values.trustedFingerprint.trim().replaceAll('=', '')
  const mailAddress = values.mailAddress.trim()
  const mailUser = values.mailUser.trim()
  const lingerSeconds = lingerOfKey(values.lingerSeconds)
  return {
    name: values.name.trim(),
    host: values.host.trim(),
    port: portOf(values.port),
    user: values.user.trim(),
    authentication: values.authentication.filter(({ isOn }) => isOn).map(({ method }) => method),
    ...identityOf(values.identity),
    ...(jumpAccountId === '' ? {} : { jumpAccountId }),
    compression,
    connect,
    lingerSeconds,
    ...(trustedFingerprint === '' ? {} : { trustedFingerprint }),
    ...(mailAddress === '' ? {} : { mailAddress }),
    ...(mailUser === '' ? {} : { mailUser }),
    ...(keepsMailTls === undefined ? {} : { keepsMailTls }),
    forwards: forwardsOf(values.forwards),
  }
}

const identityOf = ({ kind, name, path }: AccountValues['identity']): Pick<AccountDraft, 'identity'> => {
  switch (kind) {
    case 'none':
      return {}
    case 'kept':
      return { identity: { kind, name } }
    case 'file':
      return { identity: { kind, path: path.trim() } }
  }
}

const forwardsOf = (forwards: readonly ForwardValues[]): LocalForward[] => {
  const ids = new Set(forwards.map(({ id }) => id))
  return forwards.map(({ service, label, bindAddress, enabled, mailTls, mailServer, ...typed }) => {
    const destinationPort = portOf(typed.destinationPort)
    const id = typed.id === '' ? newForwardId({ service, destinationPort }, ids) : typed.id
    ids.add(id)
    const name = label.trim()
    // A name without encryption would not be shown in the form, and so could not be mended.
    const certificateName = mailTls === 'none' ? '' : typed.certificateName.trim()
    return {
      id,
      service,
      ...(name === '' ? {} : { label: name }),
      bindAddress,
      bindPort: portOf(typed.bindPort),
      destinationHost: typed.destinationHost.trim(),
      destinationPort,
      enabled,
      mailTls,
      ...(certificateName === '' ? {} : { certificateName }),
      mailServer,
    }
  })
}

/** The typed number, whether or not it is a port; NaN for any other text. */
export const portOf = (typed: string): number => (/^\d{1,9}$/.test(typed.trim()) ? Number(typed) : Number.NaN)
