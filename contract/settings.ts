import { z } from 'zod'
import { LingerSecondsSchema } from './linger.ts'

/** From the wordiest up. */
export const logLevels = ['debug', 'info', 'warn', 'error'] as const

export const SettingsSchema = z.object({
  language: z.enum(['system', 'en', 'nl']).default('system'),
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  logLevel: z.enum(logLevels).default('info'),
  /** Seconds to reach a server and finish its handshake; the time a person takes to answer does not count. */
  connectTimeoutSeconds: z.number().int().min(2).max(300).default(20),
  /** Seconds in which the server must answer a log-in, from the person's last answer on: a push to a phone takes its time. */
  logInTimeoutSeconds: z.number().int().min(10).max(900).default(120),
  /** Seconds without a byte from the server before it is asked for a sign of life (recipe R14). */
  keepaliveSeconds: z.number().int().min(5).max(600).default(15),
  /** Seconds that a peer may stay silent after it was asked, before the connection is given up. */
  keepaliveTimeoutSeconds: z.number().int().min(5).max(600).default(15),
  /** The longest delay between two attempts. The first is 1 s, doubled each time, with full jitter. */
  maxRetrySeconds: z.number().int().min(1).max(3600).default(60),
  /**
   * Seconds that the connection of an account that connects on first use stays up after the last mail client hung up, where the account
   * says nothing else.
   */
  lingerSeconds: LingerSecondsSchema.default(300),
  /** The desktop notifications: of each tunnel that is lost, is back or needs the person; only of the last kind; or none. */
  notifications: z.enum(['all', 'needs-you', 'none']).default('all'),
  /** Whether Postern asks its makers for a newer version. Nothing is asked until the person wants it. */
  checkForUpdates: z.boolean().default(false),
  /** The person has been told that their desktop has no system tray. */
  toldNoTray: z.boolean().default(false),
})
export type Settings = z.infer<typeof SettingsSchema>

const { shape } = SettingsSchema

/**
 * What a person changes; what is left out stays as it is. The defaults are taken off: zod fills them in even where a field is optional, and
 * one change would put every other setting back to its default.
 */
export const SettingsChangeSchema = z
  .strictObject({
    language: shape.language.unwrap(),
    theme: shape.theme.unwrap(),
    logLevel: shape.logLevel.unwrap(),
    connectTimeoutSeconds: shape.connectTimeoutSeconds.unwrap(),
    logInTimeoutSeconds: shape.logInTimeoutSeconds.unwrap(),
    keepaliveSeconds: shape.keepaliveSeconds.unwrap(),
    keepaliveTimeoutSeconds: shape.keepaliveTimeoutSeconds.unwrap(),
    maxRetrySeconds: shape.maxRetrySeconds.unwrap(),
    lingerSeconds: shape.lingerSeconds.unwrap(),
    notifications: shape.notifications.unwrap(),
    checkForUpdates: shape.checkForUpdates.unwrap(),
    toldNoTray: shape.toldNoTray.unwrap(),
  } satisfies Record<keyof Settings, z.ZodType>)
  .partial()
export type SettingsChange = z.infer<typeof SettingsChangeSchema>
