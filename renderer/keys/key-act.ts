/** The acts on a key, each in a dialog of its own. */
export const keyActs = ['passphrase', 'install', 'retire'] as const
export type KeyAct = (typeof keyActs)[number]
