/** The weight of a word for a person. Each shell draws it in its own way, and never by colour alone. */
export type Look = 'quiet' | 'ok' | 'wait' | 'trouble'
