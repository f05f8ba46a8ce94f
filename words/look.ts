/** The emphasis of a word. Each shell shows it in its own way, and never by colour alone. */
export type Look = 'quiet' | 'ok' | 'wait' | 'trouble'
