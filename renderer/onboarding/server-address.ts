import { hostAndPort } from '../../words/forward-words.ts'
import { printable } from '../../words/printable.ts'

/** An SSH server in a sentence, with its port only if it is not 22. */
export const serverAddress = ({ host, port }: { readonly host: string; readonly port: number }): string =>
  port === 22 ? printable(host) : hostAndPort(printable(host), port)
