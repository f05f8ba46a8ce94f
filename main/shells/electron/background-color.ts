/** The ground of the page in each theme, which the window has before there is a page. renderer/styles/tokens.css has the same. */
export const backgroundColor = { light: '#fafaf7', dark: '#171816' } as const
