import { z } from 'zod'
import { MailServerFactsSchema, MailTlsSchema, type MailTls } from './mail-tls.ts'

/** The mail services with a preset (recipe R1); anything else is `other`. */
export const mailServices = ['pop3', 'pop3s', 'imap', 'imaps', 'smtp', 'submission', 'submissions', 'other'] as const
export type MailService = (typeof mailServices)[number]
export type PresetService = Exclude<MailService, 'other'>

/** The registered port of each mail service (RFC 6335; submissions by RFC 8314). */
export const mailServicePorts: Readonly<Record<PresetService, number>> = {
  pop3: 110,
  pop3s: 995,
  imap: 143,
  imaps: 993,
  smtp: 25,
  submission: 587,
  submissions: 465,
}

export const PortSchema = z.number().int().min(1).max(65_535)

/**
 * A host name, an IPv4 or an IPv6 address without brackets. It goes into `permitopen="…"` of authorized_keys, where a quote, a comma or
 * a star would change the permission, and into an exported Host block, where a blank would begin another argument.
 */
export const DestinationHostSchema = z
  .string()
  .max(255)
  .regex(/^[^\s\p{C}/@[\]"'`\\$,*?!-][^\s\p{C}/@[\]"'`\\$,*?!]*$/u)

/** Postern speaks no protocol on a port of the person's own, so it can bring no TLS there. */
export const mailTlsFits = ({ service, mailTls }: { readonly service: MailService; readonly mailTls: MailTls }): boolean =>
  service !== 'other' || mailTls === 'none'
export const mailTlsFault = { path: ['mailTls'] }

/**
 * One LocalForward of an account, as in ssh_config(5): a bind address and port here, and a destination host and port as the SSH
 * server sees it. Only loopback addresses are accepted, because the port leads to the mail server.
 */
export const LocalForwardSchema = z
  .object({
    /** Unique within the account; names the forward in status and events. */
    id: z.string().min(1).max(64),
    service: z.enum(mailServices),
    label: z.string().max(100).optional(),
    bindAddress: z.enum(['127.0.0.1', '::1']).default('127.0.0.1'),
    bindPort: PortSchema,
    destinationHost: DestinationHostSchema,
    destinationPort: PortSchema,
    enabled: z.boolean().default(true),
    mailTls: MailTlsSchema.default('none'),
    /** The name that the mail server's certificate must have, where it is neither the destination's host nor, on the SSH server, the account's. */
    certificateName: DestinationHostSchema.optional(),
    mailServer: MailServerFactsSchema.optional(),
  })
  .refine(mailTlsFits, mailTlsFault)
export type LocalForward = z.infer<typeof LocalForwardSchema>

const namesOfItself: readonly string[] = ['localhost', '127.0.0.1', '::1']

/** Whether a destination's host is the SSH server itself. Another name of the same machine is not recognised. */
export const isSameMachine = (destinationHost: string, sshServer: string): boolean =>
  [...namesOfItself, sshServer.toLowerCase()].includes(destinationHost.toLowerCase())

/** Returns an id for a new forward that is not in `usedIds`: the service's name, with a number if that name is in use. */
export const newForwardId = (
  { service, destinationPort }: Pick<LocalForward, 'service' | 'destinationPort'>,
  usedIds: ReadonlySet<string>,
): string => {
  const name = service === 'other' ? `port-${destinationPort}` : service
  let id = name
  for (let number = 2; usedIds.has(id); number++) id = `${name}-${number}`
  return id
}
