/** Returns the number of cases of a property: a tenth in `npm run check`, to save time, and all of them in CI. */
export const propertyRuns = (inCi: number): number => (process.env['CI'] === undefined ? Math.ceil(inCi / 10) : inCi)
