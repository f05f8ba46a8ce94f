import type { PinnedCertificate } from '../../../../contract/mail-tls.ts'
import { FailureError } from '../../../../contract/failure.ts'
import { hostAndPort } from '../../../../words/forward-words.ts'
import type { Core } from '../../../core.ts'

export interface CertificateOptions {
  /** The name of an account, through whose SSH server the mail server is reached. */
  readonly account?: string
}

/**
 * Returns the certificates of a mail server, `host:port` or its host alone, through any SSH server or through that of one account. Rejects
 * `certificate-not-found` where there is none.
 */
export const findCertificates = async (
  core: Core,
  server: string,
  options: CertificateOptions,
): Promise<readonly PinnedCertificate[]> => {
  const account = options.account === undefined ? undefined : await core.accounts.find(options.account)
  const wanted = server.toLowerCase()
  const found = (await core.certificateTrust.list()).filter(
    ({ destination: { sshHost, sshPort, host, port } }) =>
      [host.toLowerCase(), hostAndPort(host.toLowerCase(), port)].includes(wanted) &&
      (account === undefined || (sshHost.toLowerCase() === account.host.toLowerCase() && sshPort === account.port)),
  )
  if (found.length === 0) throw new FailureError({ code: 'certificate-not-found', destination: server })
  return found
}
