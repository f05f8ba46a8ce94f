import { z } from 'zod'
import { LingerSecondsSchema } from './linger.ts'

/** The levels from the most detailed to the most serious. */
export const logLevels = ['debug', 'info', 'warn', 'error'] as const

export const SettingsSchema = z.object({
  language: z.enum(['system', 'en', 'nl']).default('system'),
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  logLevel: z.enum(logLevels).default('info'),
  /** Seconds to reach a server and finish its handshake. The time that a person needs for an answer does not count. */
  connectTimeoutSeconds: z.number().int().min(2).max(300).default(20),
  /** Seconds in which the server must answer a log-in, counted from the person's last answer. Approving a push on a telephone takes time. */
  logInTimeoutSeconds: z.number().int().min(10).max(900).default(120),
  /** Seconds without a byte from the server before Postern sends a keepalive request (recipe R14). */
  keepaliveSeconds: z.number().int().min(5).max(600).default(15),
  /** Seconds in which the server must answer a keepalive request, before Postern ends the connection. */
  keepaliveTimeoutSeconds: z.number().int().min(5).max(600).default(15),
  /** The longest delay between two attempts. The first is 1 s, doubled each time, with full jitter. */
  maxRetrySeconds: z.number().int().min(1).max(3600).default(60),
  /**
   * Seconds for which a connection on first use stays after the last mail client hung up, unless the account has a value of its own.
   */
  lingerSeconds: LingerSecondsSchema.default(300),
  /** The desktop notifications: of each tunnel that is lost, is back or needs the person; only of the last kind; or none. */
  notifications: z.enum(['all', 'needs-you', 'none']).default('all'),
  /** Whether Postern checks for a newer version. It is off until the person switches it on. */
  checkForUpdates: z.boolean().default(false),
  /** Whether Postern has shown the person that their desktop has no system tray. */
  toldNoTray: z.boolean().default(false),
})
export type Settings = z.infer<typeof SettingsSchema>

const { shape } = SettingsSchema

/**
 * A change of settings. A field that is left out keeps its value. The defaults are removed, because zod fills them in even for an optional
 * field, and one change would then reset every other setting.
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
