import { FailureError } from '../../../contract/failure.ts'
import type { MailDestination, PinnedCertificate } from '../../../contract/mail-tls.ts'
import type { WriteLockOptions } from '../../data-folder/write-lock.ts'
import type { SeenCertificate } from '../mail-tls/mail-tls.ts'
import type { CertificateTrust } from './certificate-trust.ts'
import { destinationKey, destinationName, isSameDestination, judgeFrom } from './judge-certificate.ts'
import { createPinsFile } from './pins-file.ts'

const pinOf = (destination: MailDestination, seen: SeenCertificate, by: PinnedCertificate['by']): PinnedCertificate => ({
  destination,
  certificate: seen.certificate,
  faults: [...seen.faults],
  pinnedAt: new Date().toISOString(),
  by,
})

/** Trust in the certificates of mail servers, from `certificates.json` in the data folder. */
export const createCertificateTrust = (options: WriteLockOptions & { readonly folder: string }): CertificateTrust => {
  const file = createPinsFile(options)
  /** The pins as they were last read or written here, so that a judge of before knows the pins of after. */
  let pins: readonly PinnedCertificate[] = []
  /** The certificate of each mail server that was last found unknown or changed. */
  const refused = new Map<string, SeenCertificate>()

  const read = async (): Promise<readonly PinnedCertificate[]> => {
    pins = (await file.read()).pins
    return pins
  }
  const update = async (change: (pins: readonly PinnedCertificate[]) => readonly PinnedCertificate[]): Promise<void> => {
    pins = (await file.update((before) => ({ pins: [...change(before.pins)] }))).pins
  }

  return {
    judgeFor: async (destination) => {
      await read()
      return (seen) => {
        const verdict = judgeFrom(pins, destination, seen)
        if (verdict.verdict === 'changed' || verdict.verdict === 'unknown') refused.set(destinationKey(destination), seen)
        return verdict
      }
    },

    list: read,

    pin: async (destination, seen, by) => {
      let isWritten = false
      await update((before) => {
        isWritten = !before.some((pin) => isSameDestination(pin.destination, destination))
        return isWritten ? [...before, pinOf(destination, seen, by)] : before
      })
      return isWritten
    },

    remove: (destination) =>
      update((before) => {
        const others = before.filter((pin) => !isSameDestination(pin.destination, destination))
        if (others.length === before.length)
          throw new FailureError({ code: 'certificate-not-found', destination: destinationName(destination) })
        return others
      }),

    replace: async (destination, fingerprint) => {
      const key = destinationKey(destination)
      const seen = refused.get(key)
      // SECURITY: the person compared and confirmed this certificate alone, and the mail server may have shown another since.
      if (seen?.certificate.fingerprint !== fingerprint)
        throw new FailureError({ code: 'certificate-not-refused', destination: destinationName(destination), fingerprint })
      await update((before) => [
        ...before.filter((pin) => !isSameDestination(pin.destination, destination)),
        pinOf(destination, seen, 'person'),
      ])
      refused.delete(key)
    },
  }
}
