import { homedir } from 'node:os'
import path from 'node:path'
import mitt from 'mitt'
import type { Ask } from '../contract/question.ts'
import { createAccountService } from './accounts/create-account-service.ts'
import { createAccountStore } from './accounts/create-account-store.ts'
import { createOnboarding } from './accounts/create-onboarding.ts'
import { createSettings } from './accounts/create-settings.ts'
import { createAnswerControl } from './control/answer-control.ts'
import { createControl } from './control/create-control.ts'
import type { Core } from './core.ts'
import { demandOwnFolder } from './data-folder/demand-own-folder.ts'
import type { OpenSettingsFile } from './data-folder/settings-file.ts'
import { createDiscover } from './discover/create-discover.ts'
import { cygwinKnownHosts } from './discover/cygwin-known-hosts.ts'
import { localUserName } from './discover/local-user-name.ts'
import { createIdentityService } from './identities/create-identity-service.ts'
import { createInstallKey } from './key-install/install-key.ts'
import { createProveAccountKey } from './key-install/prove-account-key.ts'
import { createHostTrust } from './known-hosts/create-host-trust.ts'
import { openSshKnownHosts } from './known-hosts/known-hosts-files.ts'
import { createPeerProgram } from './local-peer/peer-program.ts'
import { portHolder } from './local-peer/port-holder.ts'
import type { CertificateTrust } from './mail/certificates/certificate-trust.ts'
import { createCertificateTrust } from './mail/certificates/create-certificate-trust.ts'
import { createTrustedRoots } from './mail/certificates/trusted-roots.ts'
import { encryptMail } from './mail/mail-tls/encrypt-mail.ts'
import { networkLines } from './network/network-line.ts'
import { watchNetwork } from './network/network-watch.ts'
import { faultLine } from './data-folder/fault-line.ts'
import type { LogFor } from './data-folder/log.ts'
import { connect } from './ssh/connect.ts'
import { openListener } from './ssh/forward/open-listener.ts'
import { probeServer } from './ssh/probe-server.ts'
import { createTrafficService } from './traffic/create-traffic-service.ts'
import { openAdmitOwnUser } from './tunnels/admit-own-user.ts'
import { createTunnelService } from './tunnels/create-tunnel-service.ts'
import { createMailChecks } from './connections/mail-checks.ts'
import { createHostKeyOffers } from './connections/host-key-offers.ts'
import { createOpenConnection } from './connections/open-connection.ts'
import { createCertificateJudges } from './connections/trust-certificate.ts'
import type { EventEmitter } from './tunnels/tunnel-service.ts'
import { createKeychainVault } from './vault/keychain-vault.ts'
import type { Vault } from './vault/vault.ts'

export interface ComposeOptions {
  /** The absolute path of the data folder. */
  readonly dataDir: string
  /** Asks the person on the shell's screen. */
  readonly ask: Ask
  /** Opens the settings file, if the shell does so in its own way. */
  readonly openFile?: OpenSettingsFile | undefined
  /** The OS keychain; a test passes one in memory. */
  readonly vault?: Vault
  /** Called when accounts have changed without an act of the person: their mail servers were asked and told something new. */
  readonly onFactsKept?: () => void
}

/**
 * Constructs the core from its services. Construction alone opens and connects nothing. Throws FailureError for a data folder that is not
 * the person's alone.
 */
export const compose = ({ dataDir, ask, openFile, vault = createKeychainVault(), onFactsKept }: ComposeOptions): Core => {
  demandOwnFolder(dataDir)
  const store = createAccountStore({ folder: dataDir, openFile })
  const { settings, changeSettings } = createSettings(store)
  const accounts = createAccountService(store, vault)
  const identities = createIdentityService({ store, vault, folder: path.join(dataDir, 'keys') })
  const { platform, env } = process
  const userName = localUserName()
  const hostTrust = createHostTrust({
    ownFile: path.join(dataDir, 'known_hosts'),
    otherFiles: openSshKnownHosts({ platform, env, home: homedir() }),
    foundFiles: cygwinKnownHosts({ platform, userName }),
  })
  const pins = createCertificateTrust({ folder: dataDir })
  const certificateJudges = createCertificateJudges(pins)
  const certificateTrust: CertificateTrust = {
    ...pins,
    replace: async (destination, fingerprint) => {
      await pins.replace(destination, fingerprint)
      certificateJudges.withdraw(destination)
    },
  }
  const events: EventEmitter = mitt()
  const mailRoots = createTrustedRoots({
    warn: (entry) => events.emit('LogLineWritten', { time: new Date().toISOString(), level: 'warn', entry }),
  })
  const openConnection = createOpenConnection({ accounts, identities, vault, hostTrust, connect, settings })
  const hostKeyOffers = createHostKeyOffers({ accounts, hostTrust, openConnection, probeServer, settings, ask })
  const network = watchNetwork({
    onChanged: (change) => {
      for (const line of networkLines(change, new Date())) events.emit('LogLineWritten', line)
      tunnels.networkChanged()
    },
  })
  const tunnels = createTunnelService({
    settings,
    openConnection,
    ask,
    events,
    portHolder,
    isOnline: network.isOnline,
    findAccount: accounts.find,
    listen: openListener,
    openAdmit: openAdmitOwnUser,
    programOf: createPeerProgram(),
    encryptMail,
    judgeCertificate: certificateJudges.judgeCertificate,
    askAnew: certificateJudges.askAnew,
    mailRoots,
    claim: (account) => control.claimAccount(account),
  })
  const logFor: LogFor = (account) => (level, entry, failure) =>
    events.emit('LogLineWritten', { time: new Date().toISOString(), level, account, entry, ...(failure && { failure }) })
  const { checkGreetings, findMailServices } = createMailChecks({
    accounts,
    openConnection,
    ask,
    encryptMail,
    certificateTrust,
    roots: mailRoots,
    logFor,
    onFactsKept,
  })
  const ending = new AbortController()
  const onFault = (error: unknown): void => events.emit('LogLineWritten', faultLine(error))
  const answer = createAnswerControl({ accounts, tunnels, events, checkGreetings, ending: ending.signal, onFault })
  const control = createControl({ dataDir, answer })
  const traffic = createTrafficService({ folder: dataDir, tunnels, events })
  const proveKey = createProveAccountKey({ accounts, identities, openConnection, ask })

  return {
    discover: createDiscover({ platform, home: homedir(), userName }),
    settings,
    changeSettings,
    accounts,
    identities,
    hostTrust,
    hostKeyOffers,
    certificateTrust,
    vault,
    tunnels,
    traffic,
    events,
    checkGreetings,
    claimApplication: control.claimApplication,
    onboarding: createOnboarding(store),
    findMailServices,
    installKey: createInstallKey({ accounts, identities, openConnection, ask }, proveKey),
    proveKey,
    close: async () => {
      // A tunnel that another process requests now would end with this process.
      ending.abort()
      network.close()
      await tunnels.close()
      await certificateJudges.written()
      await control.close()
      // Last, so that the counts of each tunnel are complete.
      await traffic.close()
    },
  }
}
