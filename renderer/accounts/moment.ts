import { localeTags, type Language } from '../../words/language.ts'

/** A moment in local time: the time alone where it is today, with its day before that. */
export const formatMoment = (moment: Date, { now, language }: { readonly now: Date; readonly language: Language }): string => {
  const isToday = moment.toDateString() === now.toDateString()
  return new Intl.DateTimeFormat(localeTags[language], {
    ...(isToday ? {} : { weekday: 'short', day: 'numeric', month: 'short' }),
    hour: '2-digit',
    minute: '2-digit',
  }).format(moment)
}
