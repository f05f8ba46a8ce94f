/**
 * The background of the page in each theme, which the window shows before the page is loaded. renderer/styles/tokens.css has the same
 * colours.
 */
export const backgroundColor = { light: '#fafaf7', dark: '#171816' } as const
