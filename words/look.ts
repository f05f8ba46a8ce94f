/** How a word weighs on a person: each shell draws it in its own way, and never by colour alone. */
export type Look = 'quiet' | 'ok' | 'wait' | 'trouble'
