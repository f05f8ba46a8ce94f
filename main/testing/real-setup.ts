/** Runs once before the tests on real components. */
export const setup = (): void => undefined
