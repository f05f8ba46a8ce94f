import type { Account } from '../../../contract/account.ts'
import type { KnownHost } from '../../../contract/host-key.ts'
import type { Identity } from '../../../contract/identity.ts'
import type { FoundOnComputer, ImportedAccount } from '../../../contract/imported-account.ts'
import type { PinnedCertificate } from '../../../contract/mail-tls.ts'
import type { LocalForward } from '../../../contract/local-forward.ts'
import type { GreetingCheck } from '../../../contract/greeting-check.ts'
import type { FailureText } from '../../../words/failure-text.ts'
import type { AccountStatus } from './connect/account-status.ts'

// The output of `--json`. Every name is always present, with `null` for no value; docs/command-line.md is the reference. Names are added
// and never changed, so each is written out here and not copied from the store.

const forwardJson = (forward: LocalForward) => ({
  id: forward.id,
  service: forward.service,
  label: forward.label ?? null,
  bindAddress: forward.bindAddress,
  localPort: forward.bindPort,
  destinationHost: forward.destinationHost,
  destinationPort: forward.destinationPort,
  enabled: forward.enabled,
  mailTls: forward.mailTls,
  certificateName: forward.certificateName ?? null,
  mailServer: forward.mailServer ?? null,
})

/** The name of the jump account comes from `accounts`. */
export const accountJson = (account: Account, accounts: readonly Account[]) => ({
  id: account.id,
  name: account.name,
  host: account.host,
  port: account.port,
  user: account.user,
  authentication: account.authentication,
  identity: account.identity ?? null,
  jump: accounts.find(({ id }) => id === account.jumpAccountId)?.name ?? null,
  compression: account.compression,
  connect: account.connect,
  linger: account.lingerSeconds === null ? 'never' : (account.lingerSeconds ?? null),
  trustedFingerprint: account.trustedFingerprint ?? null,
  mailUser: account.mailUser ?? null,
  mailAddress: account.mailAddress ?? null,
  forwards: account.forwards.map(forwardJson),
})

export const identityJson = ({ name, type, bits, fingerprint, publicKeyLine, file, createdAt, passphrase }: Identity) => ({
  name,
  type,
  bits,
  fingerprint,
  publicKeyLine,
  file,
  createdAt,
  passphrase,
})

export const knownHostJson = ({ host, keyType, fingerprint, marker, since, file, line, ours }: KnownHost) => ({
  host,
  keyType,
  fingerprint,
  marker: marker ?? null,
  since: since ?? null,
  file,
  line,
  ours,
})

export const certificateJson = ({ destination, certificate, faults, pinnedAt, by }: PinnedCertificate) => ({
  host: destination.host,
  port: destination.port,
  sshHost: destination.sshHost,
  sshPort: destination.sshPort,
  subject: certificate.subject,
  issuer: certificate.issuer,
  names: certificate.names,
  validFrom: certificate.validFrom,
  validTo: certificate.validTo,
  fingerprint: certificate.fingerprint,
  keyPin: certificate.keyPin,
  faults,
  pinnedAt,
  by,
})

/** `text` puts a failure into words, and `adviceText` an advice. */
export const checkJson = (
  check: GreetingCheck,
  text: (failure: Extract<GreetingCheck, { ok: false }>['failure']) => FailureText,
  adviceText: (check: Extract<GreetingCheck, { ok: true }>) => FailureText | undefined,
) => ({
  ...forwardJson(check.forward),
  ok: check.ok,
  greeting: check.ok ? check.greeting : null,
  recognised: check.ok ? check.recognised : null,
  facts: (check.ok ? check.facts : undefined) ?? null,
  certificate: (check.ok ? check.certificate : undefined) ?? null,
  advice: check.ok && check.advice !== undefined ? { ...check.advice, ...adviceText(check) } : null,
  failure: check.ok ? null : { ...check.failure, ...text(check.failure) },
})

export const statusJson = ({ pid, status }: AccountStatus) => ({
  account: status.account,
  accountId: status.accountId,
  server: status.server,
  pid: pid ?? null,
  state: status.state,
  forwards: status.forwards.map((forward) => ({ ...forward, label: forward.label ?? null })),
  traffic: status.traffic,
})

export const importedJson = (imported: ImportedAccount) => ({
  source: imported.source,
  name: imported.name,
  host: imported.host ?? null,
  port: imported.port ?? null,
  user: imported.user ?? null,
  compression: imported.compression ?? null,
  connect: imported.connect ?? null,
  identityFile: imported.identityFile ?? null,
  mailUser: imported.mailUser ?? null,
  forwards: imported.forwards.map(({ service, bindAddress, bindPort, destinationHost, destinationPort }) => ({
    service,
    bindAddress,
    localPort: bindPort ?? null,
    destinationHost,
    destinationPort,
  })),
  leftOut: imported.leftOut.map(({ text, reason }) => ({ text, reason })),
})

export const foundJson = ({ origin, place, accounts, keys }: FoundOnComputer) => ({
  origin,
  place,
  accounts: accounts.map(importedJson),
  keys: keys.map(({ path, type, fingerprint, encrypted }) => ({ path, type, fingerprint: fingerprint ?? null, encrypted })),
})

/** One document, indented. The screen adds the newline at its end. */
export const toJson = (value: unknown): string => JSON.stringify(value, undefined, 2)
