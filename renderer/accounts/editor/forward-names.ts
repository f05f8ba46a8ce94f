import type { Translate } from '../../../words/translate.ts'
import { forwardName } from '../../../words/forward-words.ts'
import type { ForwardValues } from './account-values.ts'

/** The name of a forward in the form: the person's label, or its service. */
export const nameOfForward = (t: Translate, { service, label }: Pick<ForwardValues, 'service' | 'label'>): string =>
  label.trim() === '' ? t(service === 'other' ? 'editor.otherPort' : `service.${service}`) : forwardName(t, { service, label })

/** Whether the mail server is on the SSH server itself, so that the whole route is protected (recipe R2). */
export const isOnServer = (destinationHost: string, serverHost: string): boolean => {
  const host = destinationHost.trim().toLowerCase()
  return host === 'localhost' || host === '::1' || /^127(\.\d+){3}$/.test(host) || host === serverHost.trim().toLowerCase()
}
