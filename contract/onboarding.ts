import { z } from 'zod'
import { guideClients } from './guide.ts'
import { ImportedAccountSchema } from './imported-account.ts'
import { mailServices } from './local-forward.ts'
import { MailServerFactsSchema, MailTlsSchema } from './mail-tls.ts'

/** The wizard's screens, in their order. */
export const onboardingSteps = ['server', 'trust', 'key', 'install', 'mail', 'client', 'done'] as const
export type OnboardingStep = (typeof onboardingSteps)[number]

const typed = z.string().max(300)

/**
 * The state of the wizard: the screen that the person reached, and their choices and inputs, to go on after a restart of Postern. The finished
 * settings are in the account and not here.
 *
 * SECURITY: it is written to disk, so it has no field for a secret. A pasted text is not kept either, because it may hold a secret.
 */
export const OnboardingSchema = z.strictObject({
  step: z.enum(onboardingSteps),
  /** The farthest screen that was reached, so that Back loses no finished screen. */
  reached: z.enum(onboardingSteps),
  /** The account that is being set up, once its server is known. */
  accountId: z.uuid().optional(),
  server: z.strictObject({
    way: z.enum(['type', 'paste', 'found']),
    mailAddress: typed,
    host: typed,
    port: typed,
    user: typed,
    name: typed,
    /** The mail server's host, if it is another machine than the SSH server. */
    mailHost: typed,
    imported: ImportedAccountSchema.optional(),
  }),
  key: z.strictObject({
    way: z.enum(['make', 'existing', 'agent', 'password']),
    /** The name of the new key, or of the chosen kept key. */
    name: typed,
    /** A key file of the person's own. */
    path: typed,
    type: z.enum(['ed25519', 'rsa']),
    passphrase: z.enum(['asked', 'keychain']),
  }),
  install: z.strictObject({ way: z.enum(['now', 'by-hand']), restricted: z.boolean(), proven: z.boolean() }),
  /** The mail ports on the screen, once they were checked. */
  mail: z
    .array(
      z.strictObject({
        service: z.enum(mailServices),
        destinationHost: typed,
        destinationPort: typed,
        bindPort: typed,
        isWanted: z.boolean(),
        /** The encryption that Postern proposes to bring, and what the mail server told, once it was asked. */
        mailTls: MailTlsSchema.optional(),
        mailServer: MailServerFactsSchema.optional(),
      }),
    )
    .max(40),
  client: z.enum(guideClients).optional(),
})
export type Onboarding = z.infer<typeof OnboardingSchema>

/** The first state of the wizard. `user` is the person's log-in name on this computer (recipe R4). */
export const newOnboarding = (user: string): Onboarding => ({
  step: 'server',
  reached: 'server',
  server: { way: 'type', mailAddress: '', host: '', port: '22', user, name: '', mailHost: '' },
  key: { way: 'make', name: '', path: '', type: 'ed25519', passphrase: 'asked' },
  install: { way: 'now', restricted: true, proven: false },
  mail: [],
})
