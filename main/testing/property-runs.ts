/** How many cases a property is tried with: a tenth in `npm run check`, for a quick answer, and all of them in CI. */
export const propertyRuns = (inCi: number): number => (process.env['CI'] === undefined ? Math.ceil(inCi / 10) : inCi)
