export const Questions = () => null
