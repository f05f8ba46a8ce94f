import type { GuideFile } from '../../../contract/guide.ts'

/** A text file that a mail client reads at `place`, into which a person may write their password. Its name is that of `place` without a dot. */
export const textFile = (place: string, text: string): GuideFile => ({
  name: place.slice(place.lastIndexOf('/') + 1).replace(/^\./, ''),
  place,
  mediaType: 'text/plain',
  text,
  mayHoldSecret: true,
})
