import type { IdentityType } from '../../contract/identity.ts'
import { localeTags, type Language } from '../../words/language.ts'
import type { Translate } from '../../words/translate.ts'

/** `Ed25519`, `RSA, 4,096 bits`: Ed25519 keys have only one size. */
export const keyTypeWords = (
  t: Translate,
  language: Language,
  { type, bits }: { readonly type: IdentityType; readonly bits: number },
): string => {
  const name = t(`keys.type.${type}`)
  if (type === 'ed25519') return name
  return t('keys.typeAndBits', { type: name, bits: new Intl.NumberFormat(localeTags[language]).format(bits) })
}
