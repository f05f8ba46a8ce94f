import { z } from 'zod'

/** Seconds for which a connection stays after the last mail client hung up (recipe R5); `null` is for ever. */
export const LingerSecondsSchema = z.number().int().min(1).max(86_400).nullable()
