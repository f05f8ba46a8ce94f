import type { Guide, GuideFile, GuideValue } from '../contract/guide.ts'
import type { Translate } from './translate.ts'

/** A value of a guide. With `isCode` the person copies it; otherwise it is a choice in the mail client. */
export interface GuideValueText {
  readonly label: string
  readonly value: string
  readonly isCode: boolean
}

/** A guide in the person's words, for every shell. */
export interface GuideText {
  /** The mail client's name. */
  readonly title: string
  /** The notes on the settings, a paragraph each. */
  readonly about: readonly string[]
  readonly steps: readonly { readonly text: string; readonly values: readonly GuideValueText[] }[]
  /** `text` is the file's content. `place` is where the client looks for it; empty for a file that the person opens. */
  readonly files: readonly Pick<GuideFile, 'name' | 'place' | 'mediaType' | 'text'>[]
  /** The things that the account lacks for this mail client, a sentence each. */
  readonly lacks: readonly string[]
}

const valueText = (t: Translate, value: GuideValue): GuideValueText => ({
  label: t(`guides.field.${value.field}`),
  ...('text' in value ? { value: value.text, isCode: true } : { value: t(`guides.choice.${value.choice}`), isCode: false }),
})

export const guideText = (t: Translate, { client, notes, steps, files, lacks }: Guide): GuideText => ({
  title: t(`guides.client.${client}`),
  about: notes.map(({ id, parameters }) => t(`guides.note.${id}`, { host: parameters.host, mailHost: parameters.mailHost })),
  steps: steps.map(({ id, parameters, values }) => ({
    text: t(`guides.step.${id}`, { name: parameters.name, place: parameters.place }),
    values: values.map((value) => valueText(t, value)),
  })),
  files,
  lacks: lacks.map((lack) => t(`guides.lack.${lack}`)),
})
