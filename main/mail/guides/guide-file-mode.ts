import type { GuideFile } from '../../../contract/guide.ts'

/** The mode of a guide's file: for the owner alone if a password may come into it. Another program's user may read the others. */
export const guideFileMode = ({ mayHoldSecret }: Pick<GuideFile, 'mayHoldSecret'>): 0o600 | 0o644 => (mayHoldSecret ? 0o600 : 0o644)
